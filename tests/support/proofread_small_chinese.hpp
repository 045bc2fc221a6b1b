#pragma once
// A dictionary of Chinese as docs/formats/proofreading-chinese.md lays it out, small enough to be written out in a test.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace colophon::tests {

struct SmallWord {
  std::u16string text;
  unsigned char cost;
  char tag;
};

inline std::vector<std::byte> small_chinese(std::vector<SmallWord> words, std::string_view lines) {
  std::ranges::sort(words, {}, &SmallWord::text);
  std::string shared, added, costs, tags, units;
  std::u16string before;
  for (const SmallWord& word : words) {
    std::size_t same = 0;
    while (same < std::min(before.size(), word.text.size()) && before[same] == word.text[same]) ++same;
    shared += static_cast<char>(same);
    added += static_cast<char>(word.text.size() - same);
    costs += static_cast<char>(word.cost);
    tags += word.tag;
    for (const char16_t unit : word.text.substr(same)) {
      units += static_cast<char>(unit & 0xff);
      units += static_cast<char>(unit >> 8);
    }
    before = word.text;
  }
  std::string file = "CLPZ";
  for (const std::size_t value : {std::size_t{1}, words.size(), units.size() / 2, lines.size()})
    for (int byte = 0; byte < 4; ++byte) file += static_cast<char>(value >> 8 * byte & 0xff);
  file += shared + added + costs + tags + units;
  file += lines;
  std::vector<std::byte> bytes(file.size());
  std::ranges::transform(file, bytes.begin(), [](char c) { return static_cast<std::byte>(c); });
  return bytes;
}

/// Costs are twelfths of a natural logarithm: 60 is common, 130 is rare.
inline std::vector<std::byte> sample_chinese() {
  return small_chinese({{u"我", 60, 'r'}, {u"他", 60, 'r'}, {u"我们", 70, 'r'}, {u"的", 40, 'u'}, {u"地", 70, 'u'}, {u"得", 75, 'u'}, {u"了", 50, 'u'}, {u"在", 55, 'p'}, {u"再", 90, 'd'}, {u"见", 95, 'v'},
                        {u"再见", 130, 'v'}, {u"自己", 85, 'r'}, {u"经常", 110, 'd'}, {u"已经", 85, 'd'}, {u"己", 130, 'r'}, {u"经", 100, 'p'}, {u"自", 95, 'p'}, {u"常", 100, 'd'}, {u"高兴", 115, 'a'},
                        {u"跳", 110, 'v'}, {u"起来", 90, 'v'}, {u"完成", 95, 'v'}, {u"任务", 95, 'n'}, {u"再接再厉", 150, 'i'}, {u"接", 105, 'v'}, {u"励", 150, 'v'}, {u"厉", 150, 'n'}, {u"学生", 90, 'n'},
                        {u"妨碍", 120, 'v'}, {u"防", 120, 'v'}, {u"碍", 150, 'v'}, {u"工作", 80, 'w'}, {u"很", 70, 'd'}, {u"好", 75, 'a'}, {u"小", 80, 'a'}, {u"明", 110, 'N'}, {u"说", 65, 'v'}, {u"后", 70, 'f'}},
                       "g\t1\t防妨\ng\t0\t励厉历\nd\tmood\t高兴 认真\nw\tzh.word\t!\t己经\t已经\nw\tzh.zhang\t-\t工做\t工作\n"
                       "r\tzh.de\t<mood> [的] 跳|跑 了? 起来\t地|得\nr\tzh.zai\t[在] 见 $\t再\nr\tzh.de\t!很 [地] {n}\t的\ns\t後后們们說说見见\nt\t后後们們说說见見\n");
}

}  // namespace colophon::tests
