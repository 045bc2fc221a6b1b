#include "colophon/royalty/print.hpp"

#include "colophon/base/csv.hpp"
#include "royalty/agreement/language.hpp"
#include "royalty/document/documents.hpp"

namespace colophon::royalty {
namespace {

std::string money(Micros amount, const Currency& currency) { return format_micros(amount, currency) + " " + std::string(currency.name()); }
std::string minor(std::int64_t amount, const Currency& currency) { return format_minor(amount, currency) + " " + std::string(currency.name()); }

/// What a line is of: the cell's members by name.
class CellWords {
 public:
  explicit CellWords(const LineRead& line) {
    if (!line.cell_jcs.empty()) {
      if (auto read = parse_json(line.cell_jcs)) cell_ = std::move(*read);
    }
  }
  std::string operator()(std::string_view name) const {
    const Json* value = cell_.find(name);
    return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
  }

 private:
  Json cell_;
};

std::string label(const Json& statement, const Id& id) {
  const std::string key = id.to_string();
  const Json* labels = statement.find("labels");
  const Json* text = labels != nullptr ? labels->find(key) : nullptr;
  return text != nullptr && text->string() != nullptr ? *text->string() : std::string();
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

constexpr std::string_view kStyle =
    "body{font:15px/1.5 system-ui,'Noto Sans CJK SC',sans-serif;color:#1d1a16;margin:2.5rem auto;max-width:62rem;padding:0 1.5rem}"
    "h1{font-size:1.5rem;margin:0}h2{font-size:1.05rem;margin:2rem 0 .4rem}p.soft,small{color:#6b6257}"
    "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:.3rem .5rem;border-bottom:1px solid #ddd5c8;text-align:left;vertical-align:top}"
    "thead th{border-bottom:2px solid #1d1a16;font-weight:600}.num{text-align:right;white-space:nowrap}tr.sum td{font-weight:700;border-bottom:2px solid #1d1a16}"
    "code{font:12px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}tr{break-inside:avoid}@media print{body{margin:0;max-width:none}}";

class Page {
 public:
  Page(const StatementRead& s, const Json& statement, const PageOptions& options) : s_(s), statement_(statement), options_(options), say_(options.locale) {}

  std::string write() {
    const std::string title = say_({"Royalty statement {0}", "版税结算单 {0}"}, {s_.period.to_string()});
    html_ = "<!doctype html>\n<html lang=\"" + std::string(say_.chinese() ? "zh-CN" : "en") + "\"><head><meta charset=\"utf-8\"><title>" + escaped(title) + "</title><style>" + std::string(kStyle) +
            "</style></head><body>\n<h1>" + escaped(title) + "</h1>\n";
    html_ += "<p class=\"soft\">" + escaped(options_.payee.empty() ? s_.party.to_string() : options_.payee) + "</p>\n";
    accounts();
    payouts();
    lines();
    sides();
    proof();
    return html_ += "</body></html>\n";
  }

 private:
  void heading(const Sentence& text) { html_ += "<h2>" + escaped(say_(text)) + "</h2>\n"; }
  void row(std::initializer_list<std::string> cells, std::string_view cell = "td", std::size_t text_columns = 1, std::string_view attributes = "") {
    html_ += "<tr" + std::string(attributes) + ">";
    std::size_t i = 0;
    for (const std::string& text : cells) {
      html_ += "<" + std::string(cell) + (i++ < text_columns ? ">" : " class=\"num\">") + escaped(text) + "</" + std::string(cell) + ">";
    }
    html_ += "</tr>\n";
  }

  void accounts() {
    for (const AccountRead& account : s_.accounts) {
      const AccountResult& a = account.amounts;
      html_ += "<table>\n";
      const auto line = [&](const Sentence& text, Micros amount) { if (amount != 0) row({say_(text), money(amount, account.currency)}); };
      line({"Carried in", "上期结转"}, a.opening_micro);
      line({"Earned", "本期收入"}, a.earned_micro);
      line({"Reserves released", "释放准备金"}, a.released_micro);
      line({"Released from disputes", "争议解除"}, a.unheld_micro);
      line({"Minimum guarantee", "最低保障"}, a.guaranteed_micro);
      line({"Sent back by the bank", "银行退回"}, a.returned_micro);
      line({"Taken back", "冲销"}, a.reversed_micro);
      line({"Held by disputes", "争议冻结"}, -a.held_micro);
      line({"Held back as reserves", "准备金"}, -a.reserved_micro);
      line({"Recouped against advances", "扣回预付款"}, -a.recouped_micro);
      line({"Exchanged in", "兑入"}, a.converted_in_micro);
      line({"Exchanged out", "兑出"}, -a.converted_out_micro);
      if (a.paid_minor != 0) row({say_({"Paid out", "付款"}), "-" + minor(a.paid_minor, account.currency)});
      row({say_({"Carried on", "结转下期"}), money(a.closing_micro, account.currency)}, "td", 1, " class=\"sum\"");
      html_ += "</table>\n";
    }
  }

  void payouts() {
    if (s_.payouts.empty()) return;
    heading({"Payout", "付款"});
    html_ += "<table><thead>";
    row({say_({"Reference", "参考号"}), say_({"Gross", "税前"}), say_({"Tax", "税"}), say_({"Net", "实付"})}, "th");
    html_ += "</thead>\n";
    for (const PayoutRead& payout : s_.payouts) row({payout.reference, minor(payout.gross, payout.currency), minor(payout.tax, payout.currency), minor(payout.net, payout.currency)});
    html_ += "</table>\n";
  }

  void lines() {
    if (s_.lines.empty()) return;
    heading({"Lines", "明细"});
    html_ += "<table><thead>";
    row({say_({"Work", "作品"}), say_({"From", "来源"}), say_({"Units", "次数"}), say_({"Income of the work", "作品收入"}), say_({"Yours", "您的份额"})}, "th", 2);
    html_ += "</thead>\n";
    for (const LineRead& line : s_.lines) {
      const PoolHeader& pool = s_.pools[line.pool];
      const CellWords cell(line);
      std::string from = pool.name;
      for (const char* name : {"source", "use", "territory", "side"}) if (const std::string word = cell(name); !word.empty()) from += ", " + word;
      const std::string title = line.fee ? pool.fees[*line.fee].name : label(statement_, line.work);
      row({title.empty() ? line.work.to_string() : title, from, line.fee || pool.rule == Rule::direct ? "" : to_decimal(line.units),
           money(line.fee ? pool.received_micro : line.row_amount_micro, pool.currency), money(line.part.amount_micro, line.part.currency)},
          "td", 2);
    }
    html_ += "</table>\n";
  }

  void sides() {
    bool first = true;
    for (const SideRead& side : s_.sides) {
      if (side.kind != "advance" && side.kind != "reserve" && side.kind != "held") continue;
      if (first) {
        heading({"Advances, reserves, holds", "预付款、准备金与冻结"});
        html_ += "<table><thead>";
        row({"", say_({"Before", "期初"}), say_({"Added", "增加"}), say_({"Taken", "减少"}), say_({"Left", "期末"})}, "th");
        html_ += "</thead>\n";
        first = false;
      }
      std::string name = side.kind == "advance" ? say_({"To recoup: {0}", "待扣回：{0}"}, {side.name}) : side.kind == "held" ? say_({"Held: {0}", "冻结：{0}"}, {side.name})
                                                                                                  : say_({"Reserve until {0}", "准备金，至 {0}"}, {side.due.to_string()});
      row({std::move(name), money(side.opening, side.currency), money(side.added, side.currency), money(side.taken, side.currency), money(side.closing, side.currency)});
    }
    if (!first) html_ += "</table>\n";
  }

  void proof() {
    heading({"How to check it", "如何核对"});
    html_ += "<p>" + escaped(say_({"Open the statement's file on the platform's page “verify”, or run “colophon verify FILE”: every number above is computed again from the published pools. That the units and the "
                                   "revenue are real is not proven by it.",
                                   "在平台的“核对”页面打开结算单文件，或运行“colophon verify 文件”：以上数字将依据已公布的资金池逐项重新计算。次数与收入本身是否真实不在证明之列。"})) +
             "</p>\n<p><small>" + escaped(say_({"Settlement", "结算"})) + " <code>" + s_.settlement.settlement.to_string() + "</code><br>" + escaped(say_({"Root", "根"})) + " <code>" +
             to_hex(settlement_root(s_.settlement.jcs)) + "</code></small></p>\n";
  }

  const StatementRead& s_;
  const Json& statement_;
  const PageOptions& options_;
  Language say_;
  std::string html_;
};

}  // namespace

Result<std::string> statement_csv(const Json& statement) {
  const auto read = read_statement(statement);
  if (!read) return std::unexpected(read.error());
  std::string text = "work,title,pool,kind,source,use,territory,side,units,income,currency,yours,yours_currency,held,reserved,recouped,balance\n";
  for (const LineRead& line : read->lines) {
    const PoolHeader& pool = read->pools[line.pool];
    const CellWords cell(line);
    const Currency& own = line.part.currency;
    const Micros balance = line.part.amount_micro - line.held_micro - line.reserved_micro - line.recouped_micro;
    bool first = true;
    for (const std::string& value : {line.fee ? std::string() : line.work.to_string(), line.fee ? pool.fees[*line.fee].name : label(statement, line.work), pool.name, cell("kind"), cell("source"),
                                     cell("use"), cell("territory"), cell("side"), line.fee || pool.rule == Rule::direct ? std::string() : to_decimal(line.units),
                                     format_micros(line.fee ? pool.received_micro : line.row_amount_micro, pool.currency), std::string(pool.currency.name()), format_micros(line.part.amount_micro, own),
                                     std::string(own.name()), format_micros(line.held_micro, own), format_micros(line.reserved_micro, own), format_micros(line.recouped_micro, own), format_micros(balance, own)}) {
      if (!first) text += ',';
      first = false;
      text += csv_cell(value);
    }
    text += '\n';
  }
  return text;
}

Result<std::string> statement_page(const Json& statement, const PageOptions& options) {
  const auto read = read_statement(statement);
  if (!read) return std::unexpected(read.error());
  return Page(*read, statement, options).write();
}

}  // namespace colophon::royalty
