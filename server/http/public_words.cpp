#include "http/public_words.hpp"

#include <algorithm>

namespace colophon::http {
namespace {

std::string_view kind_en(std::string_view kind) {
  return kind == "photo" ? "Photograph" : kind == "drawing" ? "Drawing" : kind == "painting" ? "Painting" : kind == "text" ? "Text" : kind == "recording" ? "Recording" : kind;
}
std::string_view kind_zh(std::string_view kind) {
  return kind == "photo" ? "照片" : kind == "drawing" ? "素描" : kind == "painting" ? "绘画" : kind == "text" ? "文字" : kind == "recording" ? "录音" : kind;
}
std::string_view ai_en(std::string_view ai) { return ai == "generated" ? "Made by AI" : ai == "assisted" ? "Made with the help of AI" : "Made without AI"; }
std::string_view ai_zh(std::string_view ai) { return ai == "generated" ? "由人工智能生成" : ai == "assisted" ? "借助人工智能完成" : "未使用人工智能"; }

constexpr PublicWords kEnglish{"en", "en_GB", "by", "Licence", "Declared by its maker", "Registered", "Published", "SHA-256", "Proof", "Check its receipt in your browser", "The whole text", "More of this creator",
                               "Feed", "Published works", "Unnamed", kind_en, ai_en};
constexpr PublicWords kChinese{"zh-CN", "zh_CN", "作者：", "许可", "作者声明", "登记", "发布", "SHA-256", "证明", "在你的浏览器中核验回执", "全文", "此作者的更多作品", "订阅源", "已发布的作品", "未署名", kind_zh, ai_zh};

}  // namespace

const PublicWords& public_words(std::string_view accept_language) {
  const auto zh = accept_language.find("zh"), en = accept_language.find("en");
  return zh != std::string_view::npos && (en == std::string_view::npos || zh < en) ? kChinese : kEnglish;
}

std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (c == '&') safe += "&amp;";
    else if (c == '<') safe += "&lt;";
    else if (c == '>') safe += "&gt;";
    else if (c == '"') safe += "&quot;";
    else if (c == '\'') safe += "&#39;";
    else if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') safe += "\xEF\xBF\xBD";
    else safe += c;
  }
  return safe;
}

std::string in_script(std::string_view json) {
  std::string safe;
  for (const char c : json) {
    if (c == '<') safe += "\\u003c";
    else if (c == '>') safe += "\\u003e";
    else if (c == '&') safe += "\\u0026";
    else safe += c;
  }
  return safe;
}

std::string excerpt(std::string_view text, std::size_t bytes_max) {
  bool more = false;
  if (text.size() > bytes_max) {
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end);
    more = true;
  }
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space) line += c;
    else if (!line.empty() && line.back() != ' ') line += ' ';
  }
  while (line.ends_with(' ')) line.pop_back();
  return more ? line + "…" : line;
}

}  // namespace colophon::http
