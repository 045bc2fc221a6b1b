#include "bank/structure.hpp"

#include <algorithm>
#include <array>

namespace colophon::bank {
namespace {

// ISO 20022's schema of pain.001.001.09. A container is named by its element, with its parent where one name means several things; its
// children in their order: `?` may be missing, `*` any number, `+` at least one, `|` one or the other.
struct Model { std::string_view container, children; };
constexpr std::array kModels = std::to_array<Model>({
    {"CstmrCdtTrfInitn", "GrpHdr PmtInf+ SplmtryData*"},
    {"GrpHdr", "MsgId CreDtTm Authstn* NbOfTxs CtrlSum? InitgPty FwdgAgt?"},
    {"PmtInf", "PmtInfId PmtMtd BtchBookg? NbOfTxs? CtrlSum? PmtTpInf? ReqdExctnDt PoolgAdjstmntDt? Dbtr DbtrAcct DbtrAgt DbtrAgtAcct? InstrForDbtrAgt? "
               "UltmtDbtr? ChrgBr? ChrgsAcct? ChrgsAcctAgt? CdtTrfTxInf+"},
    {"CdtTrfTxInf", "PmtId PmtTpInf? Amt XchgRateInf? ChrgBr? ChqInstr? UltmtDbtr? IntrmyAgt1? IntrmyAgt1Acct? IntrmyAgt2? IntrmyAgt2Acct? IntrmyAgt3? "
                    "IntrmyAgt3Acct? CdtrAgt? CdtrAgtAcct? Cdtr? CdtrAcct? UltmtCdtr? InstrForCdtrAgt* InstrForDbtrAgt? Purp? RgltryRptg* Tax? RltdRmtInf* "
                    "RmtInf? SplmtryData*"},
    {"PmtId", "InstrId? EndToEndId UETR?"},
    {"PmtTpInf", "InstrPrty? SvcLvl* LclInstrm? CtgyPurp?"},
    {"SvcLvl", "Cd|Prtry"},
    {"LclInstrm", "Cd|Prtry"},
    {"CtgyPurp", "Cd|Prtry"},
    {"Purp", "Cd|Prtry"},
    {"CdtTrfTxInf/Amt", "InstdAmt|EqvtAmt"},
    {"EqvtAmt", "Amt CcyOfTrf"},
    {"ReqdExctnDt", "Dt|DtTm"},
    {"InitgPty", "Nm? PstlAdr? Id? CtryOfRes? CtctDtls?"},
    {"Dbtr", "Nm? PstlAdr? Id? CtryOfRes? CtctDtls?"},
    {"UltmtDbtr", "Nm? PstlAdr? Id? CtryOfRes? CtctDtls?"},
    {"Cdtr", "Nm? PstlAdr? Id? CtryOfRes? CtctDtls?"},
    {"UltmtCdtr", "Nm? PstlAdr? Id? CtryOfRes? CtctDtls?"},
    {"DbtrAcct", "Id Tp? Ccy? Nm? Prxy?"},
    {"DbtrAgtAcct", "Id Tp? Ccy? Nm? Prxy?"},
    {"ChrgsAcct", "Id Tp? Ccy? Nm? Prxy?"},
    {"CdtrAcct", "Id Tp? Ccy? Nm? Prxy?"},
    {"CdtrAgtAcct", "Id Tp? Ccy? Nm? Prxy?"},
    {"DbtrAcct/Id", "IBAN|Othr"},
    {"CdtrAcct/Id", "IBAN|Othr"},
    {"DbtrAgt", "FinInstnId BrnchId?"},
    {"CdtrAgt", "FinInstnId BrnchId?"},
    {"FinInstnId", "BICFI? ClrSysMmbId? LEI? Nm? PstlAdr? Othr?"},
    {"RmtInf", "Ustrd* Strd*"},
});

struct Token {
  std::string_view names;   ///< "Cd|Prtry"
  bool required = true, repeats = false;

  bool takes(std::string_view name) const {
    for (std::string_view rest = names;;) {
      const auto bar = std::min(rest.find('|'), rest.size());
      if (rest.substr(0, bar) == name) return true;
      if (bar == rest.size()) return false;
      rest.remove_prefix(bar + 1);
    }
  }
};

std::vector<Token> tokens_of(std::string_view children) {
  std::vector<Token> tokens;
  while (!children.empty()) {
    const auto space = std::min(children.find(' '), children.size());
    Token token{children.substr(0, space)};
    const char mark = token.names.back();
    token.required = mark != '?' && mark != '*';
    token.repeats = mark == '*' || mark == '+';
    if (mark == '?' || mark == '*' || mark == '+') token.names.remove_suffix(1);
    tokens.push_back(token);
    children.remove_prefix(std::min(space + 1, children.size()));
  }
  return tokens;
}

std::string either(std::string_view names) {
  std::string text(names);
  if (const auto bar = text.find('|'); bar != text.npos) text.replace(bar, 1, " or ");
  return text;
}

struct Container { std::string_view parent, name; std::vector<Token> children; };

std::vector<Container> containers() {
  std::vector<Container> all;
  for (const Model& model : kModels) {
    const auto slash = model.container.find('/');
    const bool with_parent = slash != model.container.npos;
    all.push_back({with_parent ? model.container.substr(0, slash) : std::string_view(), with_parent ? model.container.substr(slash + 1) : model.container, tokens_of(model.children)});
  }
  return all;
}

const Container* container_of(const std::vector<Container>& all, XmlElement element) {
  const auto name = element.name();
  for (const Container& one : all) {
    if (one.name == name && (one.parent.empty() || one.parent == element.parent().name())) return &one;
  }
  return nullptr;
}

void check_children(XmlElement container, const std::vector<Token>& tokens, const std::function<void(XmlElement, std::string)>& problem) {
  std::vector<std::size_t> seen(tokens.size());
  std::size_t at = 0;
  bool misplaced = false;
  std::string_view last;
  for (auto child = container.first(); child; child = child.next()) {
    const auto found = std::ranges::find_if(tokens, [&](const Token& token) { return token.takes(child.name()); });
    if (found == tokens.end() || child.name_space() != container.name_space()) {
      problem(child, "There is no element " + std::string(child.name()) + " in " + std::string(container.name()) + ".");
      continue;
    }
    const auto token = static_cast<std::size_t>(found - tokens.begin());
    if (seen[token]++ > 0 && !found->repeats) problem(child, either(found->names) + " is there more than once.");
    if (token >= at) {
      at = token;
      last = child.name();
    } else if (!misplaced) {   // What follows the first is out of order too, and says nothing new.
      problem(child, std::string(child.name()) + " must stand before " + std::string(last) + ".");
      misplaced = true;
    }
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].required && seen[i] == 0) problem(container, either(tokens[i].names) + " is missing in " + std::string(container.name()) + ".");
  }
}

void check_below(const std::vector<Container>& all, XmlElement element, const std::function<void(XmlElement, std::string)>& problem) {
  const Container* container = container_of(all, element);
  if (!container) return;
  check_children(element, container->children, problem);
  for (auto child = element.first(); child; child = child.next()) {
    if (child.name_space() == element.name_space()) check_below(all, child, problem);
  }
}

}  // namespace

void check_structure(XmlElement message, const std::function<void(XmlElement, std::string)>& problem) { check_below(containers(), message, problem); }

}  // namespace colophon::bank
