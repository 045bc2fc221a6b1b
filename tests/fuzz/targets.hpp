#pragma once
// The parsers of outside bytes, one target each. A target runs its parser on any bytes and checks what must hold of what came out:
// sanitizers find the crashes, these properties find the lies.
#include <cstddef>
#include <span>
#include <string_view>

#include "colophon/base/encoding.hpp"

namespace colophon::fuzz {

/// Prints the property that does not hold and aborts, so that both libFuzzer and the replay stop at the input.
void expect(bool holds, const char* property);

inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

void run_json(ByteView input);        ///< base/json: strict reader and canonical writer
void run_values(ByteView input);      ///< base: amounts, shares, currencies, ids, periods, hexadecimal, base64
void run_note(ByteView input);        ///< merkle/checkpoint: signed notes and verifier keys
void run_receipt(ByteView input);     ///< merkle/receipt
void run_proof(ByteView input);       ///< merkle/proof_file, merkle/witness: .tlog-proof files and submissions to a witness
void run_policy(ByteView input);      ///< merkle/policy
void run_log(ByteView input);         ///< merkle/log_verifier, base/tar, merkle/tile: a whole log as an archive
void run_declaration(ByteView input); ///< registry/declaration
void run_document(ByteView input);    ///< royalty/statement: statement, pool table, or {"document", "table"} together
void run_bundle(ByteView input);      ///< royalty/bundle and the settlement of what it holds; "== NAME" begins a file
void run_agreements(ByteView input);  ///< royalty/agreement: documents, and what is said of them
void run_explain(ByteView input);     ///< royalty/explain and royalty/print: statements, whether they hold or not
void run_journal(ByteView input);     ///< royalty/journal: its text
void run_plan(ByteView input);        ///< value/plan: problem, solver, certificate
void run_instance(ByteView input);    ///< value/raw_instance: raw arrays, the solver, plans as bytes
void run_certificate(ByteView input); ///< value/certificate
void run_image(ByteView input);       ///< image: JPEG and PNG
void run_metadata(ByteView input);    ///< picture/metadata: EXIF, XMP, profiles and resources of JPEG and PNG, written into JPEG, PNG and WebP
void run_edit(ByteView input);        ///< picture/edit, picture/render: an edit as JSON, made on a small picture
void run_text(ByteView input);        ///< text/features
void run_hyphenation(ByteView input); ///< layout/hyphenation: files of patterns
void run_typeset(ByteView input);     ///< layout/paragraph, layout/pages: options, spans and a text in UTF-16
void run_words(ByteView input);       ///< text/chinese: dictionaries; text/segments and text/reading: UTF-16
void run_proofread(ByteView input);   ///< proofread: dictionaries and texts
void run_bank(ByteView input);        ///< server/bank: payment files and banks' answers
void run_claims(ByteView input);      ///< payment/claims: documents
void run_payments(ByteView input);    ///< payment: tables of payouts and claims, and what is written from them; identifiers and names, a line each
void run_iscc_code(ByteView input);   ///< iscc/codec
void run_iscc_text(ByteView input);   ///< iscc: HTML, Markdown, texts, metadata, sums
void run_iscc_call(ByteView input);   ///< iscc/call
void run_compare(ByteView input);     ///< sales/compare: a former system's table
void run_sales(ByteView input);       ///< sales/mapping and sales/table: a mapping, NUL, a table
void run_dsr(ByteView input);         ///< sales/dsr

/// What its inputs are, so that most mutations get past the first line of the parser.
enum class Kind { bytes, json, image, xml };

struct Target {
  std::string_view name;              ///< Also its folder below corpus/.
  void (*run)(ByteView input);
  Kind kind;
  std::size_t replay_mutations;       ///< How many mutated inputs the replay makes: fewer where one input is slow.
};
std::span<const Target> targets();

}  // namespace colophon::fuzz
