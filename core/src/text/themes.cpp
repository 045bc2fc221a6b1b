// The themes are what these lists say and nothing more: docs/explanation/reading.md.
#include <algorithm>
#include <string>
#include <utility>

#include "text/keywords.hpp"

namespace colophon::text {
namespace {

/// Words with a space on both sides; Chinese ones in simplified form.
struct Lexicon {
  std::string_view name;
  std::u16string_view words;
};

constexpr Lexicon kEnglish[] = {
    {"love",
     u" affection beloved bride courtship darling embrace heart hearts husband kiss kissed kisses love loved lover lovers loves loving"
     u" marriage married marry passion sweetheart tender wedding wife "},
    {"death",
     u" burial buried coffin corpse dead death die died dying funeral ghost grave graves kill killed mortal mourning murder murdered"
     u" poison slain tomb widow "},
    {"war",
     u" armies armour army battle battles blood captain enemies enemy fight fighting fought general rebellion siege soldier soldiers"
     u" spear sword swords troops victory war wars weapon weapons wound wounded wounds "},
    {"nature",
     u" autumn bird birds cloud clouds earth field fields flower flowers forest garden grass leaf leaves moon mountain mountains rain"
     u" river rivers sea sky snow spring star stars stone summer sun tree trees wind winds winter woods "},
    {"journey",
     u" arrived carriage departure distance horse horses journey passage path ride road roads rode sail sailed ship ships station"
     u" stranger train travel travelled traveller voyage walk walked wander wandered "},
    {"family",
     u" aunt baby brother brothers child children cousin daughter daughters family father grandfather grandmother kin mother nephew niece"
     u" parents sister sisters son sons uncle "},
    {"power",
     u" citizens consul crown duke election emperor govern government king law laws liberty lords minister noble nobles parliament people"
     u" power president prince queen rule senate state throne tribune "},
    {"money",
     u" bank bought business buy corn debt debts estate fortune gold income inheritance market merchant money paid pay poor pounds"
     u" poverty price rich sell silver sold trade wealth "},
    {"work",
     u" craft employ employed factory farm farmer field job labour master office servant servants shop trade wages work worked worker"
     u" workers "},
    {"faith",
     u" angel angels bless blessed church devil divine faith god gods heaven hell holy pray prayer prayers priest sacred sin sins soul"
     u" souls spirit temple "},
    {"sorrow",
     u" cry despair grief lonely melancholy miserable misery pain pains sad sadness sorrow sorrows suffer suffered suffering tears"
     u" unhappy weep weeping wept woe "},
    {"joy",
     u" cheerful dance danced delight delighted feast glad happiness happy joy joys laugh laughed laughter merry pleasure smile smiled"
     u" smiling sport "},
    {"home",
     u" bed chamber cottage door fire garden hall hearth home house houses kitchen parlour roof room rooms table window "},
    {"mind",
     u" book books idea ideas knowledge learn learned letter letters memory mind read reading reason school science study teacher think"
     u" thought thoughts truth understanding wisdom write writing "},
};

constexpr Lexicon kChinese[] = {
    {"love",
     u" 丈夫 佳人 同心 吻 夫妇 夫妻 妻 妻子 姑娘 婚姻 思君 恋人 恋爱 情 情人 拥抱 新娘 爱 爱人 爱情 相思 红豆 结婚 美人"
     u" 鸳鸯 "},
    {"death",
     u" 亡 哭丧 坟 坟墓 墓 孤坟 寡妇 尸 尸体 杀 杀人 棺材 死 死了 死亡 死去 毒药 白骨 葬 骨 鬼 黄泉 "},
    {"war",
     u" 兵 兵马 军 军队 刀 剑 匈奴 单于 城 塞外 士兵 将军 弓 征 征战 战 战争 战场 战士 敌 敌人 旌旗 枪 楼兰 炮 烽火 箭"
     u" 胜利 胡 血 边塞 金鼓 革命 "},
    {"nature",
     u" 云 夕阳 天空 太阳 寒山 山 日 明月 星 春 春色 春风 月 杨柳 松 柳 树 桃花 梅花 残月 水 江 江水 河 流水 海 清风 猿"
     u" 白云 秋 秋月 秋风 竹 花 芳草 草 荷花 落日 落花 雨 雪 青山 风 鸟 黄鹂 "},
    {"journey",
     u" 万里 别 别离 千里 天涯 孤帆 孤舟 客 归 归人 归去 归来 征帆 故人 旅 旅行 游子 离 离别 舟 船 行 行人 行路 路 车"
     u" 车站 远 远行 送别 道路 长亭 长途 马 驿 "},
    {"family",
     u" 亲人 儿 儿子 兄 兄弟 叔 哥哥 女儿 奶奶 妈妈 妹妹 姐妹 姐姐 娘 婶 嫂 子孙 孩子 家人 家庭 弟 弟弟 母 母亲 父 父亲"
     u" 爷爷 爸爸 爹 祖母 祖父 "},
    {"power",
     u" 丞相 举人 京城 县官 君王 国家 国王 大臣 天子 太守 官 宫 宫殿 帝 总统 政府 朝廷 权力 汉家 法律 王 皇 皇帝 老爷 臣"
     u" 诏 长安 "},
    {"money",
     u" 买 价 债 卖 商人 富 富贵 工钱 市 生意 穷 财 账 贫 贫穷 贵 金 钱 钱财 铜钱 银 银子 银行 黄金 "},
    {"work",
     u" 伙计 做工 农 农民 劳动 匠 厂 工人 工作 工厂 帮工 店 打工 掌柜 樵 渔 生产 田 种田 织 耕 耕田 "},
    {"faith",
     u" 上帝 仙 仙人 佛 僧 和尚 地狱 天 天堂 寺 山僧 山寺 庙 教堂 灵魂 祈祷 神 神仙 禅 罪 菩萨 道人 道士 钟声 香火 魂 "},
    {"sorrow",
     u" 伤心 凄 凄凉 哀 哭 孤独 寂寞 忧 忧愁 恨 悲 悲伤 悲哀 惆怅 愁 断肠 泣 泪 消愁 涕泪 痛苦 白发 眼泪 绝望 苦 苦痛 "},
    {"joy",
     u" 乐 喜 喜悦 幸福 得意 快乐 快活 愉快 欢 欢乐 欢喜 欢笑 欣然 歌 笑 笑声 舞 高兴 "},
    {"home",
     u" 乡 厨房 家 家乡 屋 屋子 床 庭 房 房子 房屋 故乡 故园 故里 村 柴门 灯 灶 炉 窗 茅屋 门 院 "},
    {"wine",
     u" 举杯 喝酒 壶 杯 樽 沽酒 温酒 美酒 茶 菜 酒 酒店 酒杯 醉 金樽 饭 饮 饮酒 "},
    {"mind",
     u" 书 信 先生 写 字 学 学校 学生 思 思想 想 文学 文章 梦 梦里 真理 知识 秀才 科学 老师 记忆 诗 诗人 读书 道理 "},
};

}  // namespace

std::vector<Theme> themes(Speech speech, bool traditional, const Vocabulary& vocabulary, const ReadingTools& tools) {
  if (speech == Speech::other) return {};
  const std::span<const Lexicon> lexicons = speech == Speech::english ? std::span<const Lexicon>(kEnglish) : std::span<const Lexicon>(kChinese);
  // In simplified form a word of the book may stand for several.
  std::vector<std::pair<std::u16string, std::int64_t>> simplified;
  for (std::uint32_t i = 0; traditional && tools.chinese != nullptr && i < vocabulary.size(); ++i) {
    std::u16string word(vocabulary.word(i));
    for (char16_t& c : word) c = tools.chinese->simplified(c);
    simplified.emplace_back(std::move(word), vocabulary[i].count);
  }
  std::ranges::sort(simplified);
  const auto count_of = [&](std::u16string_view word) {
    std::int64_t count = 0;
    if (simplified.empty()) {
      const std::uint32_t number = vocabulary.find(word);
      return number == Vocabulary::npos ? 0 : std::int64_t{vocabulary[number].count};
    }
    const auto less = [](const auto& a, std::u16string_view b) { return a.first < b; };
    for (auto at = std::lower_bound(simplified.begin(), simplified.end(), word, less); at != simplified.end() && at->first == word; ++at) count += at->second;
    return count;
  };
  std::vector<std::int64_t> counts(lexicons.size());
  std::int64_t all = 0;
  for (std::size_t i = 0; i < lexicons.size(); ++i) {
    for (std::u16string_view rest = lexicons[i].words.substr(1); !rest.empty();) {
      const std::size_t end = rest.find(u' ');
      counts[i] += count_of(rest.substr(0, end));
      rest.remove_prefix(end + 1);
    }
  }
  for (const std::int64_t count : counts) all += count;
  std::vector<Theme> found;
  for (std::size_t i = 0; i < lexicons.size(); ++i) {
    if (counts[i] > 0) found.push_back({lexicons[i].name, (counts[i] * 1000 + all / 2) / all});
  }
  std::ranges::stable_sort(found, [](const Theme& a, const Theme& b) { return a.share_milli > b.share_milli; });
  return found;
}

}  // namespace colophon::text
