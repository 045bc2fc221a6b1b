// An agreement in words, made from the agreement alone.
#include <vector>

#include "colophon/royalty/agreement.hpp"
#include "royalty/agreement/language.hpp"

namespace colophon::royalty {
namespace {

class Words {
 public:
  Words(const Agreement& agreement, std::string_view locale) : a_(agreement), say_(locale) {}

  std::string text() {
    head();
    for (const FeeTerm& fee : a_.fees) {
      add({"Off the top, before anything is shared, {0} takes {1} as “{2}”{3}.", "在分成之前，{0} 先收取 {1}，名目为“{2}”{3}。"}, {fee.to.name, say_.share(fee.share), fee.name, when(fee.when)});
    }
    if (a_.fees.size() > 1) add({"Only one of these fees applies to an income: the first that matches.", "每笔收入只适用其中一项：按顺序第一项符合的。"});
    for (std::size_t i = 0; i < a_.terms.size(); ++i) term(a_.terms[i], i);
    for (const AdvanceTerm& advance : a_.advances) advance_text(advance);
    for (const ReserveTerm& reserve : a_.reserves) reserve_text(reserve);
    for (const GuaranteeTerm& guarantee : a_.guarantees) {
      add(guarantee.recoupable ? Sentence{"If {0} earns less than {1} in a month under this agreement, the difference is paid and added to the advance “{2}”.",
                                          "若 {0} 当月在本协议下的收入不足 {1}，则补足差额，并计入预付款“{2}”。"}
                               : Sentence{"If {0} earns less than {1} in a month under this agreement, the difference is paid and not taken back.",
                                          "若 {0} 当月在本协议下的收入不足 {1}，则补足差额，不再扣回。"},
          {guarantee.to.name, money(guarantee.amount), guarantee.account});
    }
    return std::move(text_);
  }

 private:
  void add(const Sentence& sentence, std::initializer_list<std::string_view> parts = {}) { (text_ += say_(sentence, parts)) += '\n'; }
  std::string money(Micros amount) const {
    return a_.currency ? format_micros(amount, *a_.currency) + " " + std::string(a_.currency->name()) : std::to_string(amount);
  }

  std::string when(const Selector& selector) const {
    if (selector.is_empty()) return {};
    std::string text;
    const auto one = [&](const Sentence& name, const WordList& words) {
      if (words.words.empty()) return;
      std::string part = say_(words.except ? Sentence{"{0} other than {1}", "{0}不是 {1}"} : Sentence{"{0} {1}", "{0}为 {1}"}, {say_(name), say_.join(words.words)});
      text += (text.empty() ? "" : say_({" and ", "，且"})) + part;
    };
    one({"kind", "类型"}, selector.kind);
    one({"source", "来源"}, selector.source);
    one({"use", "用途"}, selector.use);
    one({"territory", "地区"}, selector.territory);
    one({"side", "权利方"}, selector.side);
    return say_({" (for {0})", "（{0} 时）"}, {text});
  }

  std::string recipient(const Recipient& to) const {
    return to.is_agreement ? say_({"the agreement “{0}”", "协议“{0}”"}, {to.name}) : to.name;
  }
  std::string shares(const std::vector<RecipientShare>& list) const {
    std::vector<std::string> items;
    for (const RecipientShare& each : list) items.push_back(say_({"{0} {1}", "{0} 占 {1}"}, {recipient(each.to), say_.share(each.share)}));
    return say_.join(items);
  }

  void head() {
    add({"“{0}” is in force from {1}{2}.", "“{0}”自 {1} 起生效{2}。"},
        {a_.title, a_.from.to_string(), a_.until.days == 0 ? std::string() : say_({" until before {0}", "，至 {0} 前止"}, {a_.until.to_string()})});
    std::string works;
    if (a_.all_works) {
      works = say_({"all works that no other agreement names", "未被其他协议列明的所有作品"});
    } else {
      std::vector<std::string> names;
      for (const Named& work : a_.works) names.push_back(work.name);
      works = say_.join(names);
    }
    const std::string side = a_.side.empty() ? std::string() : a_.side == "recording" ? say_({" (recording rights)", "（录音权利）"}) : say_({" (composition rights)", "（词曲权利）"});
    if (works.empty()) add({"It divides what other agreements pay to it.", "它分配由其他协议付给它的款项。"});
    else add({"It covers {0}{1}.", "适用于：{0}{1}。"}, {works, side});
    if (a_.currency) add({"Its amounts are in {0}; other currencies are converted at the recorded rate.", "金额以 {0} 计；其他币种按记录的汇率换算。"}, {a_.currency->name()});
  }

  void term(const Term& term, std::size_t index) {
    const bool only = a_.terms.size() == 1 && term.when.is_empty();
    if (!only) {
      add(term.when.is_empty() ? Sentence{"Otherwise:", "其他情况："} : Sentence{"Term {0}{1}:", "条款 {0}{1}："}, {std::to_string(index + 1), when(term.when)});
    }
    for (std::size_t k = 0; k < term.tiers.size(); ++k) tier(term.tiers[k], k, term.tiers.size());
  }

  void tier(const Tier& tier, std::size_t index, std::size_t count) {
    std::string start;
    if (count > 1) start = say_({"{0}. “{1}”: ", "{0}. “{1}”："}, {std::to_string(index + 1), tier.name.empty() ? say_({"share", "分成"}) : tier.name});
    if (!(tier.take == Share{1, 1})) start += say_({"of {0} of what arrives, ", "取到达金额的 {0}，"}, {say_.share(tier.take)});
    if (tier.cap && tier.claims.empty()) start += say_({"until {0} have been paid in all, ", "累计至 {0} 为止，"}, {money(*tier.cap)});
    if (!tier.claims.empty()) {
      std::vector<std::string> items;
      for (const RecipientClaim& claim : tier.claims) items.push_back(say_({"{0} up to {1}", "{0} 至多 {1}"}, {recipient(claim.to), money(claim.amount)}));
      add(tier.ranked ? Sentence{"{0}{1} are recouped, one after the other.", "{0}依次收回：{1}。"} : Sentence{"{0}{1} are recouped side by side, in proportion to what each still has to get.", "{0}按各自未收回的金额同比收回：{1}。"},
          {start, say_.join(items)});
    } else if (!tier.steps.empty()) {
      for (std::size_t k = 0; k < tier.steps.size(); ++k) {
        const std::string from = tier.basis == StepBasis::units ? std::to_string(tier.steps[k].from) + say_({" units", " 次"}) : money(tier.steps[k].from);
        add({"{0}from {1} on (over the life of the agreement): {2}.", "{0}累计达到 {1} 起：{2}。"}, {k == 0 ? start : std::string("   "), from, shares(tier.steps[k].to)});
      }
    } else {
      add({"{0}{1}.", "{0}{1}。"}, {start, shares(tier.to)});
    }
  }

  void advance_text(const AdvanceTerm& advance) {
    if (advance.amount) {
      add({"An advance of {0} was paid to {1} on {2}; it is the account “{3}”.", "{2} 向 {1} 预付 {0}，记入账户“{3}”。"},
          {money(*advance.amount), advance.to.name, advance.date.to_string(), advance.account});
    }
    add({"While “{0}” has a balance, {1} of each of {2}'s earnings goes to recoup it; never more than the balance.", "账户“{0}”有余额期间，{2} 每笔收入的 {1} 用于扣回，绝不超过余额。"},
        {advance.account, say_.share(advance.recoup), advance.to.name});
  }

  void reserve_text(const ReserveTerm& reserve) {
    std::vector<std::string> names;
    for (const Named& party : reserve.of) names.push_back(party.name);
    const std::string who = names.empty() ? say_({"everyone who shares", "所有分成方"}) : say_.join(names);
    add({"{0} of the earnings of {1} is held back against returns and released after {2} months{3}.", "{1} 收入的 {0} 作为退货准备金留存，{2} 个月后释放{3}。"},
        {say_.share(reserve.share), who, std::to_string(reserve.months), when(reserve.when)});
  }

  const Agreement& a_;
  Language say_;
  std::string text_;
};

}  // namespace

std::string explain_agreement(const Agreement& agreement, std::string_view locale) { return Words(agreement, locale).text(); }

std::string explain_pool(const PoolRule& pool, std::string_view locale) {
  const Language say(locale);
  std::string text;
  const auto add = [&](const Sentence& sentence, std::initializer_list<std::string_view> parts = {}) { (text += say(sentence, parts)) += '\n'; };
  std::string kinds = say.join(pool.takes.kind.words);
  if (pool.takes.kind.except) kinds = say({"any but {0}", "除 {0} 以外"}, {kinds});
  if (kinds.empty()) kinds = say({"any", "任何"});
  add({"The pool “{0}” takes money that names no work, of the kind: {1}.", "资金池“{0}”收取未指明作品的款项，类型：{1}。"}, {pool.name, kinds});
  for (const PoolFee& fee : pool.fees) add({"{0} of it goes to {1} as “{2}”.", "其中 {0} 归 {1}，名目为“{2}”。"}, {say.share(fee.share), fee.to.name, fee.name});
  switch (pool.rule) {
    case Rule::pro_rata: add({"The rest is divided by all units: a work with a hundredth of the units gets a hundredth of the money.", "其余按全部次数分配：占总次数百分之一的作品得总额的百分之一。"}); break;
    case Rule::user_centric: add({"Each payer's money goes to what that payer used; money of payers who used nothing is divided by all units.", "每位付费者的钱只分给其使用过的作品；未使用任何作品者的钱按全部次数分配。"}); break;
    case Rule::artist_centric: {
      const ArtistCentric& a = pool.artist_centric;
      add({"The rest is divided by weighted units: times {0} for artists with {1} units or more from {2} listeners or more, times {3} where actively chosen; noise counts nothing.",
           "其余按加权次数分配：满 {1} 次且听众满 {2} 人的艺人乘以 {0}，主动选择的乘以 {3}，噪音内容不计。"},
          {std::to_string(a.professional_boost), std::to_string(a.professional_units_min), std::to_string(a.professional_listeners_min), std::to_string(a.active_boost)});
      if (a.listener_units_full > 0) add({"A listener's units beyond {0} a month count half.", "每位听众每月超过 {0} 次的部分减半计算。"}, {std::to_string(a.listener_units_full)});
      break;
    }
    case Rule::direct: break;
  }
  std::vector<std::string> counts(pool.counts.begin(), pool.counts.end());
  add({"It counts: {0}.", "计入：{0}。"}, {say.join(counts)});
  if (pool.units_per_listener_day_max > 0) {
    add({"Of one listener at most {0} units a day count; more are scaled down over that day's works.", "每位听众每日至多计 {0} 次；超出部分在当日作品间按比例缩减。"}, {std::to_string(pool.units_per_listener_day_max)});
  }
  return text;
}

}  // namespace colophon::royalty
