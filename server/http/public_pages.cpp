// Works that are published: a page of their own that other platforms can show (Open Graph, schema.org, oEmbed 1.0), and Atom feeds (RFC 4287).
#include <httplib.h>

#include <algorithm>

#include "colophon/image/image.hpp"
#include "http/api.hpp"
#include "http/guard.hpp"
#include "http/public_words.hpp"
#include "jobs/plan.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kFeedWorks = 50, kExcerptBytes = 300, kTextBytesShown = 20'000;
constexpr const char* kPublicCache = "public, max-age=300";

/// All that a page, a feed or an embedding says of a work.
struct Published {
  store::Work work;
  store::UnixMs at = 0;
  std::string creator;                ///< Empty where the name was erased.
  Id creator_id;
  std::string url, content_url, creator_url;
  bool picture() const { return work.kind != "text" && work.media_type.starts_with("image/"); }
};

std::string date(store::UnixMs at) { return rfc3339(at).substr(0, 10); }

Result<Published> described(store::Store& store, const std::string& origin, store::Work work, store::UnixMs at) {
  Published it;
  it.creator_id = jobs::creator_of(work);
  if (!it.creator_id.is_nil())
    if (const auto party = store.party(it.creator_id)) it.creator = party->name;
  it.url = origin + "/w/" + work.id.to_string();
  it.content_url = it.url + "/content";
  it.creator_url = origin + "/creators/" + it.creator_id.to_string();
  it.work = std::move(work);
  it.at = at;
  return it;
}

Result<Published> published(Call& call, const Id& id) {
  const Error nothing{Errc::not_found, "id", "No published work has this id."};
  const auto at = call.store().published_at(id);
  if (!at || !*at) return std::unexpected(nothing);
  return described(call.store(), own_origin(call.request, call.services.options), COLOPHON_TRY(call.store().work(id)), **at);
}

struct Size { std::uint32_t width = 0, height = 0; };
/// As it is shown: with the EXIF orientation applied. Nothing where the content has not come yet.
std::optional<Size> size_of(store::Store& store, const Published& it) {
  if (!it.picture() || !it.work.has_content) return std::nullopt;
  const auto bytes = store.content(it.work.id);
  if (!bytes) return std::nullopt;
  const auto info = image::inspect(*bytes);
  if (!info) return std::nullopt;
  return info->orientation >= 5 ? Size{info->height, info->width} : Size{info->width, info->height};
}

std::string text_of(store::Store& store, const Published& it) {
  if (it.picture() || !it.work.has_content || !it.work.media_type.starts_with("text/")) return "";
  const auto bytes = store.content(it.work.id);
  return bytes ? std::string(bytes->begin(), bytes->end()) : "";
}

std::string summary_line(const Published& it, const PublicWords& words, std::string_view text) {
  if (!text.empty()) return excerpt(text, kExcerptBytes);
  const std::string name(it.creator.empty() ? words.nobody : std::string_view(it.creator));
  return std::string(words.kind(it.work.kind)) + (words.lang == "en" ? " by " + name : "，" + std::string(words.by) + name);
}

/// https://schema.org: what search engines read.
Json structured(const Published& it, const std::optional<Size>& size) {
  const char* type = it.work.kind == "photo" ? "Photograph" : it.work.kind == "drawing" ? "Drawing" : it.work.kind == "painting" ? "Painting" : "CreativeWork";
  JsonObject json{{"@context", "https://schema.org"}, {"@type", type}, {"@id", it.url}, {"url", it.url}, {"name", it.work.title},
                  {"identifier", "urn:uuid:" + it.work.id.to_string()}, {"datePublished", rfc3339(it.at)}, {"encodingFormat", it.work.media_type}};
  if (!it.creator.empty()) json.emplace_back("author", JsonObject{{"@type", "Person"}, {"name", it.creator}, {"url", it.creator_url}});
  if (it.work.licence.starts_with("https://")) json.emplace_back("license", it.work.licence);
  else if (!it.work.licence.empty()) json.emplace_back("copyrightNotice", it.work.licence);
  if (it.picture() && it.work.has_content) {
    JsonObject image{{"@type", "ImageObject"}, {"contentUrl", it.content_url}};
    if (size) {
      image.emplace_back("width", std::int64_t{size->width});
      image.emplace_back("height", std::int64_t{size->height});
    }
    json.emplace_back("image", std::move(image));
  }
  if (it.work.ai == "generated") json.emplace_back("digitalSourceType", "https://schema.org/TrainedAlgorithmicMediaDigitalSource");
  if (it.work.ai == "assisted") json.emplace_back("digitalSourceType", "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource");
  return json;
}

std::string meta(std::string_view attribute, std::string_view name, std::string_view content) {
  return "<meta " + std::string(attribute) + "=\"" + std::string(name) + "\" content=\"" + escaped(content) + "\">\n";
}
std::string link(std::string_view rel, std::string_view type, std::string_view href, std::string_view title = "") {
  return "<link rel=\"" + std::string(rel) + "\"" + (type.empty() ? "" : " type=\"" + std::string(type) + "\"") + " href=\"" + escaped(href) + "\"" +
         (title.empty() ? "" : " title=\"" + escaped(title) + "\"") + ">\n";
}

std::string url_encoded(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string coded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_') coded += c;
    else { coded += '%'; coded += kHex[byte >> 4]; coded += kHex[byte & 15]; }
  }
  return coded;
}

Answer html(std::string_view lang, std::string_view title, const std::string& head, const std::string& body) {
  Answer answer = Answer::text("<!doctype html>\n<html lang=\"" + std::string(lang) + "\">\n<head>\n<meta charset=\"utf-8\">\n"
                               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
                               "<title>" + escaped(title) + "</title>\n" + head + link("icon", "image/svg+xml", "/sdk/pages/mark.svg") +
                               "<link rel=\"stylesheet\" href=\"/sdk/pages/work.css\">\n</head>\n<body>\n" + body + "</body>\n</html>\n", "text/html; charset=utf-8");
  answer.page = true;
  answer.headers = {{"Cache-Control", kPublicCache}, {"Vary", "Accept-Language"}};
  return answer;
}

std::string creator_link(const Published& it, const PublicWords& words) {
  if (it.creator.empty()) return std::string(words.nobody);
  return "<a rel=\"author\" href=\"" + escaped(it.creator_url) + "\">" + escaped(it.creator) + "</a>";
}

std::string shown(const Published& it, const PublicWords& words, const std::optional<Size>& size, std::string_view text) {
  if (it.picture() && it.work.has_content) {
    const std::string measures = size ? " width=\"" + std::to_string(size->width) + "\" height=\"" + std::to_string(size->height) + "\"" : "";
    return "<figure><img src=\"" + escaped(it.content_url) + "\"" + measures + " alt=\"" + escaped(it.work.title) + "\"></figure>\n";
  }
  if (text.empty()) return "";
  std::size_t end = std::min(text.size(), kTextBytesShown);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return "<article class=\"text\">" + escaped(text.substr(0, end)) + "</article>\n" +
         (end < text.size() ? "<p><a href=\"" + escaped(it.content_url) + "\">" + std::string(words.whole_text) + "</a></p>\n" : "");
}

Result<Answer> get_page(Call& call) {
  const auto it = COLOPHON_TRY(published(call, COLOPHON_TRY(call.id())));
  const auto& words = public_words(call.request.get_header_value("Accept-Language"));
  const auto size = size_of(call.store(), it);
  const auto text = text_of(call.store(), it);
  const auto summary = summary_line(it, words, text);
  const auto feed = it.creator_url + "/feed.atom";
  std::string head = meta("name", "description", summary) + link("canonical", "", it.url) +
                     link("alternate", "application/json+oembed", own_origin(call.request, call.services.options) + "/oembed?format=json&url=" + url_encoded(it.url), it.work.title) +
                     (it.creator.empty() ? "" : link("alternate", "application/atom+xml", feed, it.creator)) + meta("property", "og:title", it.work.title) +
                     meta("property", "og:type", "article") + meta("property", "og:url", it.url) + meta("property", "og:site_name", "Colophon") +
                     meta("property", "og:description", summary) + meta("property", "og:locale", words.og_locale) + meta("property", "article:published_time", rfc3339(it.at));
  if (it.picture() && it.work.has_content) {
    head += meta("property", "og:image", it.content_url) + meta("property", "og:image:type", it.work.media_type) + meta("property", "og:image:alt", it.work.title);
    if (size) head += meta("property", "og:image:width", std::to_string(size->width)) + meta("property", "og:image:height", std::to_string(size->height));
  }
  head += meta("name", "twitter:card", it.picture() ? "summary_large_image" : "summary");
  head += "<script type=\"application/ld+json\">" + in_script(canonical_json(structured(it, size))) + "</script>\n";
  const auto pair = [](std::string_view name, const std::string& value) { return "<dt>" + std::string(name) + "</dt><dd>" + value + "</dd>\n"; };
  std::string body = "<main>\n" + shown(it, words, size, text) + "<h1>" + escaped(it.work.title) + "</h1>\n<p class=\"by\">" + std::string(words.kind(it.work.kind)) + " · " +
                     std::string(words.by) + (words.lang == "en" ? " " : "") + creator_link(it, words) + "</p>\n<dl>\n";
  if (!it.work.licence.empty()) body += pair(words.licence, escaped(it.work.licence));
  body += pair(words.declared, std::string(words.ai(it.work.ai))) + pair(words.registered, "<time datetime=\"" + rfc3339(it.work.registered_at) + "\">" + date(it.work.registered_at) + "</time>") +
          pair(words.published, "<time datetime=\"" + rfc3339(it.at) + "\">" + date(it.at) + "</time>") + pair(words.fingerprint, "<code>" + to_hex(it.work.sha256) + "</code>") +
          pair(words.proof, "<a href=\"/verify?work=" + it.work.id.to_string() + "\">" + std::string(words.check) + "</a>") + "</dl>\n";
  if (!it.creator.empty()) body += "<nav><a href=\"" + escaped(it.creator_url) + "\">" + std::string(words.more) + "</a> <a href=\"" + escaped(feed) + "\">" + std::string(words.feed) + "</a></nav>\n";
  return html(words.lang, it.work.title + (it.creator.empty() ? "" : " · " + it.creator), head, body + "</main>\n");
}

Result<Answer> get_public_content(Call& call) {
  const auto it = COLOPHON_TRY(published(call, COLOPHON_TRY(call.id())));
  const std::string etag = "\"" + to_hex(it.work.sha256) + "\"";
  Answer answer;
  answer.headers = {{"ETag", etag}, {"Cache-Control", kPublicCache}};
  if (it.work.has_content && call.request.get_header_value("If-None-Match").contains(etag)) {
    answer.status = 304;
    return answer;
  }
  const Bytes bytes = COLOPHON_TRY(call.store().content(it.work.id));
  answer.body.assign(bytes.begin(), bytes.end());
  answer.content_type = it.work.kind == "text" ? "text/plain; charset=utf-8" : it.work.media_type;
  return answer;
}

/// Who publishes a work shows its entry in the log: anybody may check it.
Result<Answer> get_public_receipt(Call& call) {
  const auto it = COLOPHON_TRY(published(call, COLOPHON_TRY(call.id())));
  return receipt_answer(call, "work", it.work.id);
}

struct Party { Id id; std::string name; };
Result<Party> creator_named(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  const auto party = call.store().party(id);
  if (!party || party->name.empty()) return fail(Errc::not_found, "id", "No creator of published works has this id.");
  return Party{id, party->name};
}

Result<std::vector<Published>> works_of(Call& call, const Id& party) {
  std::vector<Published> works;
  const auto origin = own_origin(call.request, call.services.options);
  for (auto& row : COLOPHON_TRY(call.store().published_works(party, kFeedWorks))) works.push_back(COLOPHON_TRY(described(call.store(), origin, std::move(row.work), row.published_at)));
  if (works.empty() && !party.is_nil()) return fail(Errc::not_found, "id", "No creator of published works has this id.");
  return works;
}

Result<Answer> get_creator(Call& call) {
  const auto party = COLOPHON_TRY(creator_named(call));
  const auto works = COLOPHON_TRY(works_of(call, party.id));
  const auto& words = public_words(call.request.get_header_value("Accept-Language"));
  const auto url = own_origin(call.request, call.services.options) + "/creators/" + party.id.to_string();
  std::string body = "<main>\n<h1>" + escaped(party.name) + "</h1>\n<p class=\"by\">" + std::string(words.works) + " · <a href=\"" + escaped(url) + "/feed.atom\">" + std::string(words.feed) + "</a></p>\n<ul class=\"works\">\n";
  for (const auto& it : works) {
    body += "<li><a href=\"" + escaped(it.url) + "\">" + (it.picture() && it.work.has_content ? "<img loading=\"lazy\" src=\"" + escaped(it.content_url) + "\" alt=\"\">" : "<span class=\"glyph\" aria-hidden=\"true\">¶</span>") +
            "<span>" + escaped(it.work.title) + "</span></a><span class=\"soft\">" + std::string(words.kind(it.work.kind)) + " · " + date(it.at) + "</span></li>\n";
  }
  const std::string head = link("canonical", "", url) + link("alternate", "application/atom+xml", url + "/feed.atom", party.name) + meta("property", "og:title", party.name) +
                           meta("property", "og:type", "profile") + meta("property", "og:url", url) + meta("property", "og:site_name", "Colophon");
  return html(words.lang, party.name, head, body + "</ul>\n</main>\n");
}

std::string entry(store::Store& store, const Published& it) {
  const auto& words = public_words("");
  const auto summary = summary_line(it, words, text_of(store, it));
  std::string xml = "<entry>\n<id>urn:uuid:" + it.work.id.to_string() + "</id>\n<title>" + escaped(it.work.title) + "</title>\n<link rel=\"alternate\" type=\"text/html\" href=\"" + escaped(it.url) +
                    "\"/>\n<published>" + rfc3339(it.at) + "</published>\n<updated>" + rfc3339(it.at) + "</updated>\n<author><name>" +
                    escaped(it.creator.empty() ? words.nobody : std::string_view(it.creator)) + "</name>" + (it.creator.empty() ? "" : "<uri>" + escaped(it.creator_url) + "</uri>") +
                    "</author>\n<category term=\"" + escaped(it.work.kind) + "\"/>\n<summary>" + escaped(summary) + "</summary>\n";
  if (!it.work.licence.empty()) xml += "<rights>" + escaped(it.work.licence) + "</rights>\n";
  if (it.picture() && it.work.has_content) {
    xml += "<link rel=\"enclosure\" type=\"" + escaped(it.work.media_type) + "\" length=\"" + std::to_string(it.work.content_bytes) + "\" href=\"" + escaped(it.content_url) + "\"/>\n<content type=\"html\">" +
           escaped("<a href=\"" + escaped(it.url) + "\"><img src=\"" + escaped(it.content_url) + "\" alt=\"" + escaped(it.work.title) + "\"></a>") + "</content>\n";
  }
  return xml + "</entry>\n";
}

Result<Answer> feed(Call& call, const std::vector<Published>& works, const std::string& id, std::string_view title, const std::string& self, const std::string& alternate) {
  store::UnixMs updated = 0;
  for (const auto& it : works) updated = std::max(updated, it.at);
  std::string xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>" + escaped(id) + "</id>\n<title>" + escaped(title) + "</title>\n<updated>" + rfc3339(updated) +
                    "</updated>\n<generator>Colophon</generator>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"" + escaped(self) + "\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"" + escaped(alternate) + "\"/>\n";
  for (const auto& it : works) xml += entry(call.store(), it);
  Answer answer = Answer::text(xml + "</feed>\n", "application/atom+xml; charset=utf-8");
  const std::string etag = "\"" + to_hex(sha256(answer.body)).substr(0, 32) + "\"";
  answer.headers = {{"Cache-Control", kPublicCache}, {"ETag", etag}};
  if (call.request.get_header_value("If-None-Match").contains(etag)) {
    answer.status = 304;
    answer.body.clear();
  }
  return answer;
}

Result<Answer> get_creator_feed(Call& call) {
  const auto party = COLOPHON_TRY(creator_named(call));
  const auto url = own_origin(call.request, call.services.options) + "/creators/" + party.id.to_string();
  return feed(call, COLOPHON_TRY(works_of(call, party.id)), "urn:uuid:" + party.id.to_string(), party.name, url + "/feed.atom", url);
}

Result<Answer> get_feed(Call& call) {
  const auto origin = own_origin(call.request, call.services.options);
  return feed(call, COLOPHON_TRY(works_of(call, {})), origin + "/feed.atom", "Colophon", origin + "/feed.atom", origin + "/");
}

/// https://oembed.com, 1.0.
Result<Answer> get_oembed(Call& call) {
  const auto url = call.query("url"), format = call.query("format");
  if (url.empty()) return fail(Errc::missing_field, "url", "Name the address of a work's page.");
  if (!format.empty() && format != "json") {
    auto answer = Answer::text("This oEmbed endpoint answers in JSON only: format=json.\n", "text/plain; charset=utf-8");
    answer.status = 501;
    return answer;
  }
  const auto width_max = COLOPHON_TRY(call.query_number("maxwidth", 100'000, 100'000)), height_max = COLOPHON_TRY(call.query_number("maxheight", 100'000, 100'000));
  if (width_max == 0 || height_max == 0) return fail(Errc::invalid_argument, width_max == 0 ? "maxwidth" : "maxheight", "It must be at least 1.");
  const auto origin = own_origin(call.request, call.services.options);
  const std::string prefix = origin + "/w/";
  const auto id = url.starts_with(prefix) ? Id::parse(url.substr(prefix.size()), "url") : Result<Id>(fail(Errc::not_found, "url", ""));
  if (!id) return fail(Errc::not_found, "url", "This is not the address of a work's page here.");
  const auto it = COLOPHON_TRY(published(call, *id));
  JsonObject json{{"version", "1.0"}, {"title", it.work.title}, {"provider_name", "Colophon"}, {"provider_url", origin}, {"cache_age", std::int64_t{300}}};
  if (!it.creator.empty()) {
    json.emplace_back("author_name", it.creator);
    json.emplace_back("author_url", it.creator_url);
  }
  if (const auto size = size_of(call.store(), it)) {
    // The picture keeps its proportions within what the other page has room for.
    const double scale = std::min({1.0, static_cast<double>(width_max) / size->width, static_cast<double>(height_max) / size->height});
    json.emplace_back("type", "photo");
    json.emplace_back("url", it.content_url);
    json.emplace_back("width", std::max<std::int64_t>(1, static_cast<std::int64_t>(size->width * scale)));
    json.emplace_back("height", std::max<std::int64_t>(1, static_cast<std::int64_t>(size->height * scale)));
  } else {
    const auto& words = public_words("");
    json.emplace_back("type", "rich");
    json.emplace_back("html", "<blockquote cite=\"" + escaped(it.url) + "\"><p>" + escaped(summary_line(it, words, text_of(call.store(), it))) + "</p><footer><a href=\"" + escaped(it.url) + "\">" +
                                  escaped(it.work.title) + "</a>" + (it.creator.empty() ? "" : ", " + escaped(it.creator)) + "</footer></blockquote>");
    json.emplace_back("width", static_cast<std::int64_t>(std::min<std::uint64_t>(width_max, 600)));
    json.emplace_back("height", static_cast<std::int64_t>(std::min<std::uint64_t>(height_max, 240)));
  }
  auto answer = Answer::json(json);
  answer.headers = {{"Cache-Control", kPublicCache}};
  return answer;
}

/// Who registered a work, the host's backend and the desk's operator publish it; for others it is not there.
Result<store::Work> publishable(Call& call) {
  auto work = call.store().work(COLOPHON_TRY(call.id()));
  const bool may = work && (call.caller.who == Who::key || call.at_desk() || (call.caller.who == Who::session && call.caller.party == work->owner));
  if (!may) return fail(Errc::not_found, "id", "There is no such work, or it is not this caller's.");
  return work;
}

Result<Answer> publication(store::Store& store, const Id& work) {
  const auto at = COLOPHON_TRY(store.published_at(work));
  return Answer::json(JsonObject{{"work", work.to_string()}, {"published_at", at ? Json(rfc3339(*at)) : Json()}, {"page_url", at ? Json("/w/" + work.to_string()) : Json()}});
}

Result<Answer> get_publication(Call& call) { return publication(call.store(), COLOPHON_TRY(publishable(call)).id); }

Result<Apply> put_publication(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const Json* published = fields.any("published");
  COLOPHON_TRY(fields.finish());
  if (published == nullptr) return fail(Errc::missing_field, "published", "Say true or false.");
  if (published->boolean() == nullptr) return fail(Errc::invalid_argument, "published", "It is true or false.");
  const bool wanted = *published->boolean();
  const auto work = COLOPHON_TRY(publishable(call));
  if (wanted && !work.has_content) return fail(Errc::conflict, "id", "The work has no content yet: send it first (PUT /v1/works/{id}/content).");
  if (wanted && std::ranges::binary_search(COLOPHON_TRY(call.store().ended_works()), work.id)) return fail(Errc::conflict, "id", "The work was withdrawn or taken down.");
  return Apply([id = work.id, wanted, &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(store.set_published(id, wanted));
    return publication(store, id);
  });
}

}  // namespace

void add_public_routes(Routes& routes) {
  const Access anyone{.anyone = true};
  routes.add({{.method = "GET", .path = "/w/{id}", .access = anyone, .read = get_page},
              {.method = "GET", .path = "/w/{id}/content", .access = anyone, .read = get_public_content},
              {.method = "GET", .path = "/w/{id}/receipt", .access = anyone, .read = get_public_receipt},
              {.method = "GET", .path = "/creators/{id}", .access = anyone, .read = get_creator},
              {.method = "GET", .path = "/creators/{id}/feed.atom", .access = anyone, .read = get_creator_feed},
              {.method = "GET", .path = "/feed.atom", .access = anyone, .read = get_feed},
              {.method = "GET", .path = "/oembed", .access = anyone, .read = get_oembed},
              {.method = "GET", .path = "/v1/works/{id}/publication", .access = {.key_scope = "works:read", .session_scope = "works:read", .roles = kEveryRole}, .read = get_publication},
              {.method = "PUT", .path = "/v1/works/{id}/publication", .access = {.key_scope = "works:write", .session_scope = "works:write", .roles = kOperator}, .write = put_publication}});
}

}  // namespace colophon::http
