#include "colophon/royalty/explain.hpp"

#include "colophon/royalty/agreement.hpp"
#include "royalty/agreement/language.hpp"
#include "royalty/document/documents.hpp"
#include "royalty/document/verify_parts.hpp"

namespace colophon::royalty {
namespace {

std::string money(Micros amount, const Currency& currency) { return format_micros(amount, currency) + " " + std::string(currency.name()); }
std::string minor(std::int64_t amount, const Currency& currency) { return format_minor(amount, currency) + " " + std::string(currency.name()); }

class Explainer {
 public:
  Explainer(const StatementRead& statement, const Json* labels, std::string_view locale) : s_(statement), labels_(labels), say_(locale) {}

  JsonObject line(std::size_t index) {
    const LineRead& line = s_.lines[index];
    const PoolHeader& pool = s_.pools[line.pool];
    currency_ = pool.currency;
    if (line.fee) {
      const FeeRead& fee = pool.fees[*line.fee];
      add("pool", {"The pool “{0}” received {1}.", "资金池“{0}”收到 {1}。"}, {pool.name, money(pool.received_micro, currency_)}, pool.received_micro);
      add("fee", {"The fee “{0}” takes {1} of it, rounded down: {2}.", "费用“{0}”收取其中 {1}（向下取整）：{2}。"}, {fee.name, say_.share(fee.share), money(fee.amount_micro, currency_)}, fee.amount_micro);
    } else {
      from_pool(line, pool);
      for (const StepRead& step : line.part.steps) follow(step);
    }
    dispositions(line);
    return answer(line.fee ? pool.fees[*line.fee].name : label(line.work), money(line.part.amount_micro, line.part.currency));
  }

  JsonObject balances() {
    for (const AccountRead& account : s_.accounts) balance(account);
    for (const SideRead& side : s_.sides) side_text(side);
    std::string paid;
    for (const PayoutRead& payout : s_.payouts) paid += (paid.empty() ? "" : " + ") + minor(payout.net, payout.currency);
    return answer(say_({"Balance and payout", "余额与付款"}), paid.empty() ? say_({"nothing paid", "无付款"}) : paid);
  }

 private:
  void add(std::string_view step, const Sentence& sentence, std::initializer_list<std::string_view> parts, Micros amount) {
    steps_.push_back(JsonObject{{"step", step}, {"text", say_(sentence, parts)}, {"amount", money(amount, currency_)}});
  }

  JsonObject answer(const std::string& title, const std::string& amount) {
    return {{"title", title}, {"amount", amount}, {"steps", std::move(steps_)}};
  }

  /// What an id is called, or its first digits.
  std::string label(const Id& id) const {
    const std::string key = id.to_string();
    const Json* text = labels_ != nullptr ? labels_->find(key) : nullptr;
    if (text != nullptr && text->string() != nullptr) return *text->string();
    return key.substr(0, 8);
  }

  void from_pool(const LineRead& line, const PoolHeader& pool) {
    const std::string work = label(line.work);
    if (pool.rule == Rule::direct) {
      add("income", {"{0}{1} brought in {2}.", "{0}{1} 收入 {2}。"}, {work, facts(line), money(line.row_amount_micro, currency_)}, line.row_amount_micro);
      return;
    }
    add("pool", {"The pool “{0}” received {1}.", "资金池“{0}”收到 {1}。"}, {pool.name, money(pool.received_micro, currency_)}, pool.received_micro);
    for (const FeeRead& fee : pool.fees) {
      add("pool-fee", {"The fee “{0}” ({1}) took {2} off the top.", "先扣除费用“{0}”（{1}）：{2}。"}, {fee.name, say_.share(fee.share), money(fee.amount_micro, currency_)}, fee.amount_micro);
    }
    const std::string units = to_decimal(line.units), all = to_decimal(pool.units);
    if (pool.rule == Rule::user_centric) {
      add("division", {"By what each payer used, {0} ({1} of {2} units) got {3}. The division itself depends on what other payers used and is not shown; an auditor's replay shows it.",
                       "按每位付费者的实际使用，{0}（{1}/{2} 次）得 {3}。具体分配取决于其他付费者的使用情况，此处不公开；审计重放可以验证。"},
          {work, units, all, money(line.row_amount_micro, currency_)}, line.row_amount_micro);
      return;
    }
    const auto amount = divided_amount(pool, line.units, static_cast<uint128>(line.row_amount_micro), "");
    const bool extra = amount && amount->has_extra;
    add("division",
        pool.rule == Rule::artist_centric
            ? Sentence{"{0} has {1} of {2} weighted half-units of {3}: {4}{5}.", "{0} 占 {3} 的加权半单位 {1}/{2}：{4}{5}。"}
            : Sentence{"{0} has {1} of {2} units of {3}: {4}{5}.", "{0} 占 {3} 的次数 {1}/{2}：{4}{5}。"},
        {work, units, all, money(pool.amount_micro, currency_), money(line.row_amount_micro, currency_),
         extra ? say_({", the last micro because its remainder is among the largest", "，其中最后一微分因余数较大而得"}) : std::string()},
        line.row_amount_micro);
  }

  std::string facts(const LineRead& line) const {
    const auto cell = parse_json(line.cell_jcs);
    std::vector<std::string> words;
    for (const char* name : {"kind", "source", "use", "territory", "side", "from"}) {
      const Json* value = cell ? cell->find(name) : nullptr;
      if (value != nullptr && value->string() != nullptr) words.push_back(*value->string());
    }
    return words.empty() ? std::string() : say_({" ({0})", "（{0}）"}, {say_.join(words)});
  }

  void follow(const StepRead& s) {
    const std::string in = money(s.in, currency_), agreement = s.agreement.is_nil() ? std::string() : label(s.agreement);
    if (s.kind == StepKind::convert) currency_ = s.currency;
    const std::string out = money(s.out, currency_), share = say_.share(s.share);
    switch (s.kind) {
      case StepKind::part: add("part", {"{0} stands for {1} of it: {2}.", "{0} 占其中 {1}：{2}。"}, {label(s.to), share, out}, s.out); break;
      case StepKind::derived: add("derived", {"{1} of it goes to {0}, which the work derives from: {2}.", "其中 {1} 归原作 {0}：{2}。"}, {label(s.to), share, out}, s.out); break;
      case StepKind::less_derived: add("less-derived", {"Less {0} for a work that this one derives from: {1} left.", "减去付给原作的 {0}，余 {1}。"}, {share, out}, s.out); break;
      case StepKind::convert: add("convert", {"{0} at the rate {1} is {2}, rounded down.", "{0} 按汇率 {1} 折合 {2}（向下取整）。"}, {in, format_exact(s.rate), out}, s.out); break;
      case StepKind::fee: add("fee", {"The fee “{0}” of “{1}” takes {2}: {3}.", "“{1}”的费用“{0}”收取 {2}：{3}。"}, {s.name, agreement, share, out}, s.out); break;
      case StepKind::less_fee: add("less-fee", {"Less the fee “{0}” ({2}) of “{1}”: {3} left.", "减去“{1}”的费用“{0}”（{2}），余 {3}。"}, {s.name, agreement, share, out}, s.out); break;
      case StepKind::tier:
        add("tier", s.left ? Sentence{"The tier “{0}” of “{1}” takes {2}, at most the {4} that it still may: {3}.", "“{1}”的层级“{0}”取 {2}，至多为其剩余额度 {4}：{3}。"}
                           : Sentence{"The tier “{0}” of “{1}” takes {2}: {3}.", "“{1}”的层级“{0}”取 {2}：{3}。"},
            {s.name, agreement, share, out, s.left ? money(*s.left, currency_) : std::string()}, s.out);
        break;
      case StepKind::less_tier:
        add("less-tier", s.in == s.out ? Sentence{"The tier “{0}” of “{1}” comes first, but takes nothing of it.", "“{1}”的层级“{0}”优先，但本次不取。"}
                                       : Sentence{"The tier “{0}” of “{1}” comes first and takes {3}; {2} is left.", "“{1}”的层级“{0}”优先，取 {3}，余 {2}。"},
            {s.name, agreement, out, money(s.in - s.out, currency_)}, s.out);
        break;
      case StepKind::step:
        if (s.of > 0) add("step", {"{0} of {1} units fall into this rate step of “{2}”: {3}.", "{1} 次中有 {0} 次落入“{2}”的这一费率档：{3}。"}, {std::to_string(s.units), std::to_string(s.of), s.name, out}, s.out);
        else add("step", {"Of the revenue of “{0}”, which stood at {1}, {2} falls into this rate step.", "“{0}”的累计收入此前为 {1}，其中 {2} 落入这一费率档。"}, {s.name, money(s.before, currency_), out}, s.out);
        break;
      case StepKind::split:
        add("split", agreement.empty() ? Sentence{"By the work's shares {0} of it is this part: {1}.", "按作品份额，本份占 {0}：{1}。"} : Sentence{"By “{2}” {0} of it is this part: {1}.", "按“{2}”，本份占 {0}：{1}。"}, {share, out, agreement}, s.out);
        break;
      case StepKind::claim: add("claim", {"“{0}” of “{1}” is being recouped; {2} was left of this claim, and {3} goes to it.", "“{1}”的“{0}”正在收回；此项尚余 {2}，本次得 {3}。"}, {s.name, agreement, money(*s.left, currency_), out}, s.out); break;
    }
  }

  void dispositions(const LineRead& line) {
    currency_ = line.part.currency;
    Micros rest = line.part.amount_micro;
    const auto less = [&](std::string_view step, const Sentence& sentence, Micros amount) {
      if (amount == 0) return;
      rest -= amount;
      add(step, sentence, {money(amount, currency_)}, rest);
    };
    less("held", {"{0} is held while a dispute is open.", "争议期间冻结 {0}。"}, line.held_micro);
    less("reserved", {"{0} is held back as a reserve against returns.", "{0} 作为退货准备金留存。"}, line.reserved_micro);
    less("recouped", {"{0} goes to recoup the advance.", "{0} 用于扣回预付款。"}, line.recouped_micro);
    add("balance", {"{0} goes to the balance.", "{0} 计入余额。"}, {money(rest, currency_)}, rest);
  }

  void balance(const AccountRead& account) {
    const AccountResult& a = account.amounts;
    currency_ = account.currency;
    const auto move = [&](std::string_view step, const Sentence& sentence, Micros amount) {
      if (amount != 0) add(step, sentence, {money(amount, currency_)}, amount);
    };
    move("opening", {"Carried in: {0}.", "上期结转：{0}。"}, a.opening_micro);
    move("earned", {"Earned by the lines of this statement: {0}.", "本期各项收入：{0}。"}, a.earned_micro);
    move("released", {"Reserves that came due: {0}.", "到期释放的准备金：{0}。"}, a.released_micro);
    move("unheld", {"Given free after a dispute: {0}.", "争议解除后释放：{0}。"}, a.unheld_micro);
    move("guaranteed", {"Topped up to a minimum guarantee: {0}.", "最低保障补足：{0}。"}, a.guaranteed_micro);
    move("returned", {"Sent back by the bank: {0}.", "银行退回：{0}。"}, a.returned_micro);
    move("reversed", {"Taken back by reversals: {0}.", "冲销扣回：{0}。"}, a.reversed_micro);
    move("exchanged-in", {"Exchanged from other currencies: {0}.", "由其他币种兑入：{0}。"}, a.converted_in_micro);
    move("held", {"Held by disputes: {0}.", "争议冻结：{0}。"}, -a.held_micro);
    move("reserved", {"Held back as reserves: {0}.", "准备金留存：{0}。"}, -a.reserved_micro);
    move("recouped", {"Recouped against advances: {0}.", "扣回预付款：{0}。"}, -a.recouped_micro);
    move("exchanged-out", {"Exchanged into another currency: {0}.", "兑出为其他币种：{0}。"}, -a.converted_out_micro);
    for (const PayoutRead& payout : s_.payouts) {
      if (!(payout.currency == currency_)) continue;
      add("payout", {"Whole minor units are paid: {0}; less {1} tax ({2}), {3} goes to the bank.", "按最小货币单位付款：{0}；扣税 {1}（{2}），实付 {3}。"},
          {minor(payout.gross, currency_), minor(payout.tax, currency_), say_.share(s_.withholding), minor(payout.net, currency_)}, -payout.gross * kMicrosPerMinor);
    }
    const bool other = s_.pays_in && !(*s_.pays_in == currency_);
    if (a.paid_minor == 0 && a.closing_micro >= kMicrosPerMinor) {
      if (!s_.payable) add("carried", {"Nothing is paid while the data to pay it are missing.", "缺少收款资料，暂不付款。"}, {}, a.closing_micro);
      else if (other) add("carried", {"Only {0} is paid out.", "仅以 {0} 付款。"}, {s_.pays_in->name()}, a.closing_micro);
      else add("carried", {"It is below the threshold of {0} and carried forward.", "未达到 {0} 的付款门槛，结转下期。"}, {minor(s_.threshold_minor, currency_)}, a.closing_micro);
    }
    add("closing", {"Carried on: {0}.", "结转下期：{0}。"}, {money(a.closing_micro, currency_)}, a.closing_micro);
  }

  void side_text(const SideRead& side) {
    currency_ = side.currency;
    if (side.kind == "advance") {
      add("advance", {"The advance “{0}”: {1} still to recoup ({2} before, {3} recouped).", "预付款“{0}”：尚待扣回 {1}（此前 {2}，本期扣回 {3}）。"},
          {side.name, money(side.closing, currency_), money(side.opening + side.added, currency_), money(side.taken, currency_)}, side.closing);
    } else if (side.kind == "reserve" && side.closing > 0) {
      add("reserve", {"A reserve of {0} is released in {1}.", "准备金 {0} 将于 {1} 释放。"}, {money(side.closing, currency_), side.due.to_string()}, side.closing);
    } else if (side.kind == "held" && side.closing > 0) {
      add("hold", {"{0} is held by the dispute “{1}”.", "争议“{1}”冻结 {0}。"}, {money(side.closing, currency_), side.name}, side.closing);
    }
  }

  const StatementRead& s_;
  const Json* labels_;
  Language say_;
  Currency currency_;
  JsonArray steps_;
};

}  // namespace

Result<JsonObject> explain_statement(const Json& statement, const ExplainRequest& request) {
  const auto read = read_statement(statement);
  if (!read) return std::unexpected(read.error());
  Explainer explainer(*read, statement.find("labels"), request.locale);
  if (!request.line) return explainer.balances();
  if (*request.line >= read->lines.size()) return fail(Errc::not_found, "line", "The statement has " + std::to_string(read->lines.size()) + " lines, counted from 0.");
  return explainer.line(*request.line);
}

Result<JsonArray> explain_rule_book(const Json& document, std::string_view locale) {
  const auto book = parse_rule_book(document);
  if (!book) return std::unexpected(book.error());
  JsonArray list;
  for (const PoolRule& pool : book->pools) list.push_back(JsonObject{{"pool", pool.name}, {"text", explain_pool(pool, locale)}});
  for (const Agreement& agreement : book->agreements) {
    list.push_back(JsonObject{{"agreement", agreement.name}, {"title", agreement.title}, {"from", agreement.from.to_string()}, {"text", explain_agreement(agreement, locale)}});
  }
  return list;
}

}  // namespace colophon::royalty
