#include "colophon/iscc/call.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "colophon/hash/sha256.hpp"
#include "colophon/iscc/codec.hpp"
#include "colophon/iscc/text.hpp"
#include "colophon/text/unicode.hpp"
#include "iscc/algorithms.hpp"
#include "iscc/arguments.hpp"
#include "iscc/identifiers.hpp"
#include "iscc/minhash.hpp"

namespace colophon::iscc {
namespace {

using Answer = Result<Json>;
constexpr std::int64_t kInt32Min = std::numeric_limits<std::int32_t>::min(), kInt32Max = std::numeric_limits<std::int32_t>::max();

template <class Value>
Answer answer(Result<Value> result) {
  if (!result) return std::unexpected(result.error());
  if constexpr (std::is_same_v<Value, Bytes>) return Json(to_hex(*result));
  else if constexpr (std::is_same_v<Value, std::uint32_t>) return Json(static_cast<std::int64_t>(*result));
  else return Json(std::move(*result));
}

Answer iscc_of(Result<std::string> code) {
  if (!code) return std::unexpected(code.error());
  return Json(JsonObject{{"iscc", std::move(*code)}});
}

Json list(const std::vector<std::string>& texts) { return Json(JsonArray(texts.begin(), texts.end())); }

template <class Change>
Answer changed(std::string_view utf8, Change&& change) {
  const auto text = text::decode_utf8(utf8, "text");
  if (!text) return std::unexpected(text.error());
  return Json(text::encode_utf8(change(*text)));
}

Answer text_collapse_of(Arguments& a) { return changed(a.text(0), [](auto text) { return text_collapse(text); }); }
Answer text_clean_of(Arguments& a) { return changed(a.text(0), [](auto text) { return text_clean(text); }); }
Answer text_remove_newlines_of(Arguments& a) { return changed(a.text(0), [](auto text) { return text_remove_newlines(text); }); }
Answer text_trim_of(Arguments& a) {
  const std::int64_t bytes = std::max<std::int64_t>(a.integer(1), 0);
  return changed(a.text(0), [&](auto text) { return text_trim(text, static_cast<std::size_t>(bytes)); });
}

Answer gen_text_code(Arguments& a) {
  auto code = text_code(a.text(0), a.bits(1));
  if (!code) return std::unexpected(code.error());
  return Json(JsonObject{{"characters", code->characters}, {"iscc", std::move(code->iscc)}});
}

Answer gen_meta_code(Arguments& a) {
  auto code = meta_code({a.text_or(0, ""), a.text_or(1, ""), a.json(2)}, a.bits(3));
  if (!code) return std::unexpected(code.error());
  JsonObject object{{"iscc", std::move(code->iscc)}, {"metahash", std::move(code->metahash)}, {"name", std::move(code->name)}};
  if (!code->description.empty()) object.emplace_back("description", std::move(code->description));
  if (!code->meta.empty()) object.emplace_back("meta", std::move(code->meta));
  return Json(std::move(object));
}

Answer gen_image_code(Arguments& a) {
  const auto values = a.integers(0, 0, 255);
  return iscc_of(image_code(Bytes(values.begin(), values.end()), a.bits(1)));
}

Answer gen_audio_code(Arguments& a) {
  const auto values = a.integers(0, kInt32Min, kInt32Max);
  return iscc_of(audio_code(std::vector<std::int32_t>(values.begin(), values.end()), a.bits(1)));
}

Answer gen_video_code(Arguments& a) { return iscc_of(video_code(a.frames(0), a.bits(1))); }

Answer gen_mixed_code(Arguments& a) {
  const auto codes = a.texts(0);
  auto code = mixed_code(codes, a.bits(1));
  if (!code) return std::unexpected(code.error());
  return Json(JsonObject{{"iscc", std::move(*code)}, {"parts", list(codes)}});
}

Digest data_digest(Arguments& a) {
  DataHasher hasher;
  hasher.update(a.bytes(0));
  return hasher.digest();
}

Answer gen_data_code(Arguments& a) { return iscc_of(data_code(data_digest(a), a.bits(1))); }

Answer gen_instance_code(Arguments& a) {
  const Bytes data = a.bytes(0);
  const Hash hash = blake3(data);
  auto code = instance_code(hash, a.bits(1));
  if (!code) return std::unexpected(code.error());
  return Json(JsonObject{{"datahash", multihash(hash)}, {"filesize", static_cast<std::int64_t>(data.size())}, {"iscc", std::move(*code)}});
}

Answer gen_sum_code(Arguments& a) {
  SumHasher hasher;
  hasher.update(a.bytes(0));
  const auto sum = hasher.finish(a.boolean(1, false));
  return Json(JsonObject{{"datahash", sum.datahash}, {"filesize", static_cast<std::int64_t>(sum.bytes)}, {"iscc", sum.iscc}, {"units", list({sum.data, sum.instance})}});
}

Answer gen_iscc_code(Arguments& a) { return iscc_of(iscc_code(a.texts(0), a.boolean(1, false))); }

Answer gen_iscc_id_v1(Arguments& a) { return iscc_of(iscc_id(a.integer(0), a.integer(1, 0), a.integer(2, 0))); }
Answer gen_iscc_id_v0(Arguments& a) { return iscc_of(iscc_id_of_wallet(a.text(0), a.integer(1), a.text(2), a.integer(3, 0))); }
Answer iscc_id_incr(Arguments& a) { return answer(incremented_iscc_id(a.text(0))); }

Answer chunks_of(Arguments& a) {
  JsonArray lengths;
  for (const std::size_t length : chunk_lengths(a.bytes(0))) lengths.emplace_back(static_cast<std::int64_t>(length));
  return Json(std::move(lengths));
}

Answer iscc_decompose(Arguments& a) {
  const auto units = decompose(a.text(0));
  if (!units) return std::unexpected(units.error());
  return list(*units);
}
Answer iscc_normalize(Arguments& a) { return answer(normalize(a.text(0))); }
Answer iscc_clean(Arguments& a) { return answer(clean(a.text(0))); }
Answer iscc_explain(Arguments& a) { return answer(explain(a.text(0))); }
Answer iscc_type_id(Arguments& a) { return answer(type_id(a.text(0))); }
Answer iscc_distance(Arguments& a) { return answer(distance(a.text(0), a.text(1))); }
Answer iscc_similarity(Arguments& a) { return answer(similarity(a.text(0), a.text(1))); }

Answer iscc_validate(Arguments& a) {
  const auto valid = validate(a.text(0));
  if (!valid && a.boolean(1, true)) return std::unexpected(valid.error());
  return Json(valid.has_value());
}

Json code_json(const Code& code) {
  const Header& h = code.header;
  return Json(JsonArray{static_cast<std::int64_t>(h.main_type), static_cast<std::int64_t>(h.sub_type), static_cast<std::int64_t>(h.version),
                        static_cast<std::int64_t>(h.length), to_hex(code.body)});
}

Answer iscc_decode(Arguments& a) {
  const auto canonical = normalize(a.text(0));
  const auto raw = canonical ? decode_base32(std::string_view(*canonical).substr(5)) : std::unexpected(canonical.error());
  const auto code = raw ? decode_header(*raw) : std::unexpected(raw.error());
  if (!code) return std::unexpected(code.error());
  return code_json(*code);
}

struct Unit {
  Header header;
  Bytes body;
  std::string_view main_type() const {
    constexpr std::string_view kNames[] = {"META", "SEMANTIC", "CONTENT", "DATA", "INSTANCE", "ISCC", "ID", "FLAKE"};
    return header.main_type < std::size(kNames) ? kNames[header.main_type] : std::string_view();
  }
};
Result<std::vector<Unit>> units_of(std::string_view iscc) {
  const auto names = decompose(iscc);
  if (!names) return std::unexpected(names.error());
  std::vector<Unit> units;
  for (const std::string& name : *names) {
    auto code = decode_header(decode_base32(name).value());
    if (!code) return std::unexpected(code.error());
    units.push_back({code->header, std::move(code->body)});
  }
  return units;
}

std::int64_t differing_bits(ByteView a, ByteView b) {
  std::int64_t bits = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) bits += std::popcount(static_cast<std::uint8_t>(a[i] ^ b[i]));
  return bits;
}

// Unit by unit where both codes have one of the same kind; `add` says it of the two.
template <class Add>
Answer compared(Arguments& a, Add&& add) {
  const auto left = units_of(a.text(0)), right = units_of(a.text(1));
  if (!left) return std::unexpected(left.error());
  if (!right) return std::unexpected(right.error());
  JsonObject result;
  for (const Unit& x : *left) {
    for (const Unit& y : *right) {
      const bool same = x.header.main_type == y.header.main_type && x.header.sub_type == y.header.sub_type && x.header.version == y.header.version;
      if (!same || x.main_type().empty()) continue;
      if (auto added = add(result, x, y); !added) return std::unexpected(added.error());
    }
  }
  return Json(std::move(result));
}

Answer iscc_compare(Arguments& a) {
  return compared(a, [](JsonObject& result, const Unit& x, const Unit& y) -> Result<void> {
    std::string name(x.main_type());
    for (char& c : name) c = static_cast<char>(c | 0x20);
    if (name == "instance") {
      result.emplace_back("instance_match", x.body == y.body);
    } else if (x.body.size() != y.body.size()) {
      return fail(Errc::invalid_argument, "b", "The two codes have units of different lengths.");
    } else {
      result.emplace_back(name + "_dist", differing_bits(x.body, y.body));
    }
    return {};
  });
}

Answer iscc_nph_compare(Arguments& a) {
  constexpr std::string_view kKinds[] = {"TEXT", "IMAGE", "AUDIO", "VIDEO", "MIXED"};
  return compared(a, [&](JsonObject& result, const Unit& x, const Unit& y) -> Result<void> {
    if (x.main_type() == "ID") return {};   // Identifiers have no similarity there.
    const bool has_kind = (x.header.main_type == 1 || x.header.main_type == 2) && x.header.sub_type < std::size(kKinds);
    const std::string name = std::string(x.main_type()) + "_" + std::string(has_kind ? kKinds[x.header.sub_type] : "NONE") + "_V" + std::to_string(x.header.version);
    const bool instance = x.main_type() == "INSTANCE";
    const std::size_t common = instance ? x.body.size() : std::min(x.body.size(), y.body.size());
    const double bits = static_cast<double>(common * 8);
    const double similarity = instance ? (x.body == y.body ? 1.0 : 0.0) : 1.0 - static_cast<double>(differing_bits(x.body, y.body)) / bits;
    result.emplace_back(name, JsonObject{{"common_prefix_bits", static_cast<std::int64_t>(common * 8)}, {"similarity", Json::of_fraction(similarity)}});
    return {};
  });
}

Answer encode_varnibble_of(Arguments& a) {
  const std::int64_t n = a.integer(0);
  return answer(encode_varnibble(n < 0 || n > 4'679 ? 4'680 : static_cast<std::uint32_t>(n)));
}
std::uint32_t small(std::int64_t value) { return static_cast<std::uint32_t>(std::clamp<std::int64_t>(value, 0, 100'000)); }
Answer encode_header_of(Arguments& a) {
  return answer(encode_header({small(a.integer(0)), small(a.integer(1)), small(a.integer(2, 0)), small(a.integer(3, 1))}));
}
Answer decode_header_of(Arguments& a) {
  const auto code = decode_header(a.bytes(0));
  if (!code) return std::unexpected(code.error());
  return code_json(*code);
}
Answer encode_length_of(Arguments& a) {
  const std::uint32_t main_type = small(a.integer(0));
  if (main_type > 7) return fail(Errc::invalid_argument, "mtype", "There is no such main type.");
  return answer(encode_length(static_cast<MainType>(main_type), small(a.integer(1))));
}
Answer decode_length_of(Arguments& a) { return answer(decode_length({small(a.integer(0)), small(a.integer(2, 0)), 0, small(a.integer(1))})); }
Answer encode_component(Arguments& a) {
  const std::uint32_t main_type = small(a.integer(0));
  if (main_type > 7) return fail(Errc::invalid_argument, "mtype", "There is no such main type.");
  return answer(encode_unit(static_cast<MainType>(main_type), small(a.integer(1)), small(a.integer(2)), small(a.integer(3)), a.bytes(4)));
}
Answer encode_base32_of(Arguments& a) { return Json(encode_base32(a.bytes(0))); }
Answer decode_base32_of(Arguments& a) { return answer(decode_base32(a.text(0))); }

// Meta, semantic and content in this order are the bits of an ISCC-CODE's length, from the highest.
Answer encode_units(Arguments& a) {
  std::int64_t id = 0, last = -1;
  for (const std::int64_t unit : a.integers(0, 0, 7)) {
    if (unit <= last || unit > 2) return fail(Errc::invalid_argument, "units", "The optional units of an ISCC-CODE are meta, semantic and content, in this order.");
    id |= 4 >> unit;
    last = unit;
  }
  return Json(id);
}
Answer decode_units(Arguments& a) {
  const std::int64_t id = a.integer(0);
  if (id < 0 || id > 7) return fail(Errc::invalid_argument, "unit_id", "The units of an ISCC-CODE are a number from 0 to 7.");
  JsonArray units;
  for (std::int64_t unit = 0; unit < 3; ++unit) {
    if ((id & 4 >> unit) != 0) units.emplace_back(unit);
  }
  return Json(std::move(units));
}

Answer alg_simhash(Arguments& a) {
  std::optional<Simhash> simhash;
  std::size_t bytes = 0;
  for (const std::string& text : a.texts(0)) {
    const auto digest = from_hex(text, "hash_digests");
    if (!digest) return std::unexpected(digest.error());
    if (!simhash) simhash.emplace(bytes = digest->size());
    if (digest->size() != bytes) return fail(Errc::invalid_argument, "hash_digests", "All digests must be of one length.");
    simhash->add(digest->data());
  }
  if (!simhash) return fail(Errc::invalid_argument, "hash_digests", "There must be at least one digest.");
  return Json(to_hex(simhash->finish()));
}

Result<MinimumHashes> minimum_hashes(Arguments& a) {
  const auto values = a.integers(0, 0, std::numeric_limits<std::uint32_t>::max());
  if (values.empty()) return fail(Errc::invalid_argument, "features", "There must be at least one feature.");
  MinimumHashes least;
  least.fill(kNoFeatureYet);
  add_features(least, std::vector<std::uint32_t>(values.begin(), values.end()));
  return least;
}
Answer alg_minhash(Arguments& a) {
  const auto least = minimum_hashes(a);
  if (!least) return std::unexpected(least.error());
  JsonArray values;
  for (const std::uint32_t value : *least) values.emplace_back(static_cast<std::int64_t>(value));
  return Json(std::move(values));
}
Answer alg_minhash_256(Arguments& a) {
  const auto least = minimum_hashes(a);
  if (!least) return std::unexpected(least.error());
  return Json(to_hex(minhash_digest(*least)));
}
Answer alg_minhash_64(Arguments& a) {
  const auto least = minimum_hashes(a);
  if (!least) return std::unexpected(least.error());
  return Json(to_hex(ByteView(minhash_digest(*least)).first(8)));
}

Answer alg_dct(Arguments& a) {
  const auto integers = a.integers(0, kInt32Min, kInt32Max);
  std::vector<double> values(integers.begin(), integers.end());
  if (!std::has_single_bit(values.size()) || values.size() > 32) return fail(Errc::invalid_argument, "v", "The transform takes 1, 2, 4, 8, 16 or 32 numbers.");
  cosine_transform(values);
  JsonArray out;
  for (const double value : values) out.push_back(Json::of_fraction(value));
  return Json(std::move(out));
}

Answer alg_wtahash(Arguments& a) {
  const auto values = a.integers(0, kInt32Min, kInt32Max);
  const int bits = a.bits(1);
  FrameSignature frame{};
  if (values.size() != frame.size() || bits < 8 || bits > 256 || bits % 8 != 0) return fail(Errc::invalid_argument, "vec", "The hash takes 380 integers and gives 8 to 256 bits.");
  std::ranges::transform(values, frame.begin(), [](std::int64_t value) { return static_cast<std::int32_t>(value); });
  return Json(to_hex(ByteView(video_digest({&frame, 1})).first(static_cast<std::size_t>(bits) / 8)));
}

Answer sliding_window(Arguments& a) {
  const auto text = text::decode_utf8(a.text(0), "seq");
  if (!text) return std::unexpected(text.error());
  const std::int64_t width = a.integer(1);
  if (width < 2) return fail(Errc::invalid_argument, "width", "A window is at least 2 wide.");
  const std::size_t size = text->size(), wide = static_cast<std::size_t>(width);
  JsonArray windows;
  for (std::size_t i = 0; i == 0 || i + wide <= size; ++i) windows.emplace_back(text::encode_utf8(std::u32string_view(*text).substr(i, wide)));
  return Json(std::move(windows));
}

Answer multi_hash_blake3(Arguments& a) { return Json(multihash(blake3(a.bytes(0)))); }
Answer soft_hash_data(Arguments& a) { return Json(to_hex(data_digest(a))); }
Answer hash_instance(Arguments& a) { return Json(to_hex(blake3(a.bytes(0)))); }
Answer json_canonical(Arguments& a) {
  if (a.json(0) == nullptr) return fail(Errc::missing_field, "obj", "The function needs this argument.");
  return Json(canonical_json(*a.json(0)));
}

// IPFS's version 1, raw, SHA-256, base 16: for at most one block of IPFS.
Answer cidv1_hex(Arguments& a) {
  const Bytes data = a.bytes(0);
  constexpr std::size_t kBlockBytesMax = 262'144;
  if (data.size() > kBlockBytesMax) return fail(Errc::limit_exceeded, "stream", "A CID of one block stands for at most 262,144 bytes.");
  return Json("f01551220" + to_hex(sha256(data)));
}

struct Entry {
  Function function;
  Answer (*run)(Arguments&);
};

// Names in the reference's order of arguments; "kind", "seed", "n" make bytes where a vector file has no room for them.
constexpr Entry kTable[] = {
    {{"text_collapse", "in|text"}, text_collapse_of}, {{"text_clean", "in|text"}, text_clean_of},
    {{"text_remove_newlines", "in|text"}, text_remove_newlines_of}, {{"text_trim", "in|text,n|nbytes"}, text_trim_of},
    {{"gen_text_code", "in|text,bits"}, gen_text_code}, {{"gen_meta_code", "name,description,meta,bits"}, gen_meta_code},
    {{"gen_image_code", "pixels,bits"}, gen_image_code}, {{"gen_audio_code", "cv,bits"}, gen_audio_code},
    {{"gen_video_code", "frames|frame_sigs,bits"}, gen_video_code}, {{"gen_mixed_code", "codes,bits"}, gen_mixed_code},
    {{"gen_data_code", "stream|data|in,bits,kind,seed,n"}, gen_data_code},
    {{"gen_instance_code", "stream|data|in,bits,kind,seed,n"}, gen_instance_code}, {{"gen_sum_code", "stream|data,wide,kind,seed,n"}, gen_sum_code},
    {{"gen_iscc_code", "codes,wide"}, gen_iscc_code}, {{"gen_iscc_id", "timestamp,hub_id,realm_id"}, gen_iscc_id_v1},
    {{"gen_iscc_id_v1", "timestamp,hub_id,realm_id"}, gen_iscc_id_v1}, {{"gen_iscc_id_v0", "iscc_code,chain_id,wallet,uc"}, gen_iscc_id_v0},
    {{"iscc_id_incr", "in|iscc_id"}, iscc_id_incr}, {{"cdc_chunk_lengths", "stream|data|in,bits,kind,seed,n"}, chunks_of},
    {{"iscc_decompose", "in|iscc|iscc_code|code"}, iscc_decompose}, {{"iscc_normalize", "in|iscc|iscc_code|code"}, iscc_normalize},
    {{"iscc_clean", "in|iscc|iscc_code|code"}, iscc_clean}, {{"iscc_explain", "in|iscc|iscc_code|code"}, iscc_explain},
    {{"iscc_type_id", "in|iscc|iscc_code|code"}, iscc_type_id}, {{"iscc_decode", "in|iscc|iscc_code|code"}, iscc_decode},
    {{"iscc_validate", "in|iscc,strict"}, iscc_validate}, {{"iscc_distance", "a,b"}, iscc_distance}, {{"iscc_similarity", "a,b"}, iscc_similarity},
    {{"iscc_compare", "a,b"}, iscc_compare}, {{"iscc_nph_compare", "a,b"}, iscc_nph_compare}, {{"encode_varnibble", "n|in"}, encode_varnibble_of},
    {{"encode_header", "mtype,stype,version,length"}, encode_header_of}, {{"decode_header", "data|in"}, decode_header_of},
    {{"encode_length", "mtype,length"}, encode_length_of}, {{"decode_length", "mtype,length,subtype"}, decode_length_of},
    {{"encode_component", "mtype,stype,version,bit_length,digest"}, encode_component}, {{"encode_units", "units"}, encode_units},
    {{"decode_units", "unit_id|n|in"}, decode_units}, {{"encode_base32", "data|in"}, encode_base32_of},
    {{"decode_base32", "code|in"}, decode_base32_of}, {{"alg_simhash", "hash_digests|digests"}, alg_simhash},
    {{"alg_minhash", "features"}, alg_minhash}, {{"alg_minhash_64", "features"}, alg_minhash_64}, {{"alg_minhash_256", "features"}, alg_minhash_256},
    {{"alg_dct", "v|in"}, alg_dct}, {{"alg_wtahash", "vec,bits"}, alg_wtahash}, {{"sliding_window", "seq|in,width"}, sliding_window},
    {{"multi_hash_blake3", "stream|data|in,bits,kind,seed,n"}, multi_hash_blake3},
    {{"soft_hash_data", "stream|data|in,bits,kind,seed,n"}, soft_hash_data}, {{"hash_instance", "stream|data|in,bits,kind,seed,n"}, hash_instance},
    {{"json_canonical", "obj|in"}, json_canonical}, {{"cidv1_hex", "stream|data|in,bits,kind,seed,n"}, cidv1_hex},
};

const Entry* find(std::string_view name) {
  const auto named = [](std::string_view wanted) {
    const auto found = std::ranges::find(kTable, wanted, [](const Entry& entry) { return entry.function.name; });
    return found == std::end(kTable) ? nullptr : found;
  };
  if (const Entry* entry = named(name)) return entry;
  return name.ends_with("_v0") ? named(name.substr(0, name.size() - 3)) : nullptr;
}

}  // namespace

std::vector<Function> functions() {
  std::vector<Function> all;
  for (const Entry& entry : kTable) all.push_back(entry.function);
  return all;
}

std::string_view parameters(std::string_view function) {
  const Entry* found = find(function);
  return found == nullptr ? std::string_view() : found->function.parameters;
}

Result<Json> call(std::string_view function, const Json& arguments) {
  const Entry* found = find(function);
  if (found == nullptr) return fail(Errc::not_found, "function", "ISO 24138's reference has no function of this name, or it is not built here.");
  Arguments read(arguments, found->function.parameters);
  if (read.error()) return std::unexpected(*read.error());
  auto result = found->run(read);
  if (read.error()) return std::unexpected(*read.error());
  return result;
}

}  // namespace colophon::iscc
