#pragma once
// What a verification found: named checks, facts for a reader, and the signature that the caller has to check.
#include <string>
#include <vector>

#include "colophon/base/json.hpp"
#include "colophon/merkle/checkpoint.hpp"

namespace colophon::merkle {

/// One step of a verification, for people and programs: what was checked and whether it holds.
struct Check {
  std::string name;      ///< A stable identifier: "inclusion", "commitment", "division".
  bool holds = false;
  std::string field;     ///< Where it does not hold, the place in the document.
  std::string detail;    ///< Where it does not hold, what was expected and what was found.
};
/// One thing that a verification has shown, or cannot show, in plain words.
struct Saying {
  std::string id;                    ///< A stable identifier that pages translate by: "order", "authorship".
  std::string text;                  ///< One English sentence.
};
/// A signature by a party's own key, for the caller's curve code: the check `declared`.
struct Declared { Bytes public_key; std::string message; Bytes signature; };
struct Report {
  std::string kind;                  ///< "receipt", "statement", "pool-table", "plan", "consistency", "log"
  std::vector<Check> checks;
  JsonObject facts;                  ///< What a reader wants to see: index, size, amounts, period.
  /// What the caller has to check with a curve: empty where the document has no checkpoint.
  std::string signed_text;
  std::vector<NoteSignature> signatures;
  std::string log_key;
  std::string old_note;              ///< Of a consistency file: the older checkpoint, whose signatures are to be checked too.
  std::vector<Declared> declared;    ///< Of the receipt of a declaration: that the party's key has signed it.
  std::vector<Saying> proven;        ///< What follows where every check holds; nothing follows where one does not.
  std::vector<Saying> not_proven;    ///< What no check of this kind can show.
  /// True where at least one check was made and all hold.
  bool holds() const;
};

/// {"checkpoint","checks":[{"detail","field","holds","name"}],"declared":[{"key","message","signature"}],"facts","holds","kind","log_key","not_proven":[{"id","text"}],"old_checkpoint","proven",
/// "signatures":[{"key_hash","name","signature"}],"signed_text"}: key_hash is 8 hexadecimal digits, as in the verifier key; signature is
/// base64, without the key hash; checkpoint is the whole note, or empty. `proven` is empty where the report does not hold.
Json report_json(const Report& report);

/// Adds a check that holds, or, with an error, one that does not hold for the reason that the error gives.
void add_check(Report& report, std::string name, const Result<void>& result);

/// Adds what a document of this kind proves and what it does not, by its checks so far; what signatures prove comes with them
/// (merkle/policy.hpp).
void say(Report& report);

}  // namespace colophon::merkle
