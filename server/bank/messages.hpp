#pragma once
// The readers of the two families of messages; read_bank_report chooses.
#include "bank/fields.hpp"
#include "bank/report.hpp"

namespace colophon::bank {

/// `message`: CstmrPmtStsRpt.
Result<void> read_pain002(XmlElement message, const Fields& fields, BankReport& out);
/// `message`: BkToCstmrDbtCdtNtfctn, BkToCstmrStmt or BkToCstmrAcctRpt.
Result<void> read_camt(XmlElement message, const Fields& fields, BankReport& out);

}  // namespace colophon::bank
