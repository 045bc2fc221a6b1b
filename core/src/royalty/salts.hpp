#pragma once
// The salted hashes of docs/formats/statement.md, "Salts" and "The pool table".
#include <string_view>

#include "colophon/base/id.hpp"
#include "colophon/hash/sha256.hpp"

namespace colophon::royalty {

/// HMAC-SHA-256 under the settlement's seed. The two padded keys are hashed once: a salt costs two compressions instead of four.
class SaltMaker {
 public:
  explicit SaltMaker(const Hash& seed);
  Hash settlement() const;
  Hash statement(const Id& party) const;
  Hash row(const Id& pool, const Id& work) const;

 private:
  Hash finish(Sha256& inner) const;
  Sha256 inner_, outer_;
};

/// H("colophon/claim/1" || row salt || work id)
Hash claim_hash(const Hash& row_salt, const Id& work);
/// H("colophon/detail/1" || row salt || JCS(split))
Hash detail_hash(const Hash& row_salt, std::string_view split_jcs);

}  // namespace colophon::royalty
