#include "text/stop_words.hpp"

#include <algorithm>

namespace colophon::text {
namespace {

// In the order of their code units.
constexpr std::u16string_view kEnglish[] = {
    u"'tis", u"'twas", u"a", u"about", u"above", u"across", u"after", u"again", u"against", u"ah", u"all", u"almost", u"alone", u"along", u"already",
    u"also", u"although", u"always", u"am", u"among", u"an", u"and", u"another", u"answered", u"any", u"anybody", u"anyone", u"anything", u"anywhere",
    u"are", u"aren't", u"around", u"art", u"as", u"ask", u"asked", u"at", u"aught", u"away", u"aye", u"back", u"be", u"became", u"because", u"become",
    u"becomes", u"been", u"before", u"began", u"begin", u"behind", u"being", u"below", u"beside", u"besides", u"best", u"better", u"between",
    u"beyond", u"bit", u"both", u"bring", u"but", u"by", u"call", u"called", u"came", u"can", u"can't", u"cannot", u"come", u"comes", u"could",
    u"couldn't", u"cried", u"day", u"days", u"did", u"didn't", u"do", u"does", u"doesn't", u"doing", u"don't", u"done", u"dost", u"doth", u"down",
    u"dr", u"during", u"e'en", u"e'er", u"each", u"eight", u"either", u"else", u"enough", u"ere", u"even", u"ever", u"every", u"everybody",
    u"everyone", u"everything", u"far", u"few", u"first", u"five", u"for", u"forth", u"found", u"four", u"from", u"full", u"gave", u"get", u"gets",
    u"getting", u"give", u"given", u"go", u"goes", u"going", u"gone", u"good", u"got", u"great", u"had", u"hadn't", u"half", u"has", u"hast", u"hath",
    u"have", u"haven't", u"having", u"he", u"he'd", u"he'll", u"he's", u"hence", u"her", u"here", u"here's", u"hers", u"herself", u"him", u"himself",
    u"his", u"hither", u"how", u"however", u"hundred", u"i", u"i'd", u"i'll", u"i'm", u"i've", u"if", u"in", u"indeed", u"instead", u"into", u"is",
    u"isn't", u"it", u"it's", u"its", u"itself", u"just", u"keep", u"kept", u"kind", u"knew", u"know", u"known", u"knows", u"lady", u"last", u"later",
    u"lay", u"least", u"leave", u"left", u"less", u"lest", u"let", u"let's", u"like", u"likely", u"little", u"long", u"look", u"looked", u"lord",
    u"lot", u"made", u"make", u"makes", u"making", u"man", u"many", u"may", u"maybe", u"me", u"mean", u"men", u"might", u"mine", u"miss", u"more",
    u"moreover", u"most", u"mr", u"mrs", u"ms", u"much", u"must", u"my", u"myself", u"nay", u"near", u"nearly", u"need", u"neither", u"never",
    u"next", u"nine", u"no", u"nobody", u"none", u"nor", u"not", u"nothing", u"now", u"nowhere", u"o", u"o'er", u"of", u"off", u"often", u"oh",
    u"old", u"on", u"once", u"one", u"ones", u"only", u"onto", u"or", u"other", u"others", u"ought", u"our", u"ours", u"ourselves", u"out", u"over",
    u"own", u"perhaps", u"please", u"put", u"quite", u"rather", u"really", u"replied", u"round", u"said", u"same", u"saw", u"say", u"says", u"see",
    u"seem", u"seemed", u"seems", u"seen", u"set", u"seven", u"several", u"shall", u"shalt", u"she", u"she'd", u"she'll", u"she's", u"should",
    u"shouldn't", u"since", u"sir", u"six", u"so", u"some", u"somebody", u"someone", u"something", u"sometimes", u"somewhere", u"soon", u"sort",
    u"still", u"such", u"take", u"taken", u"tell", u"ten", u"than", u"that", u"that's", u"the", u"thee", u"their", u"theirs", u"them", u"themselves",
    u"then", u"thence", u"there", u"there's", u"therefore", u"these", u"they", u"they'd", u"they'll", u"they're", u"they've", u"thine", u"thing",
    u"things", u"think", u"this", u"thither", u"those", u"thou", u"though", u"thought", u"thousand", u"three", u"through", u"thus", u"thy",
    u"thyself", u"till", u"time", u"times", u"tis", u"to", u"together", u"told", u"too", u"took", u"toward", u"towards", u"twas", u"two", u"under",
    u"unless", u"until", u"unto", u"up", u"upon", u"us", u"use", u"used", u"very", u"want", u"wanted", u"wants", u"was", u"wasn't", u"way", u"we",
    u"we'd", u"we'll", u"we're", u"we've", u"well", u"went", u"were", u"weren't", u"what", u"what's", u"whatever", u"when", u"whence", u"where",
    u"whether", u"which", u"while", u"whilst", u"whither", u"who", u"whole", u"whom", u"whose", u"why", u"will", u"wilt", u"with", u"within",
    u"without", u"won't", u"would", u"wouldn't", u"ye", u"yea", u"yes", u"yet", u"you", u"you'd", u"you'll", u"you're", u"you've", u"your", u"yours",
    u"yourself", u"yourselves",
};
constexpr std::u16string_view kChinese[] = {
    u"一", u"一下", u"一个", u"一些", u"一会", u"一会儿", u"一切", u"一天", u"一定", u"一时", u"一样", u"一次", u"一点", u"一直", u"一种", u"一般", u"一面", u"七", u"万", u"三", u"上",
    u"上来", u"上面", u"下", u"下去", u"下来", u"下面", u"不", u"不会", u"不但", u"不再", u"不可", u"不如", u"不得", u"不是", u"不知", u"不知道", u"不能", u"不要", u"不见", u"不过", u"与",
    u"且", u"业", u"东西", u"两", u"两个", u"个", u"中", u"为", u"为了", u"主", u"乃", u"乃是", u"么", u"之", u"之前", u"之后", u"之间", u"乎", u"九", u"也", u"也是", u"也许", u"了",
    u"事", u"事情", u"二", u"于", u"于是", u"五", u"些", u"人", u"人家", u"什", u"什么", u"今天", u"从", u"他", u"他们", u"以", u"以为", u"以前", u"以及", u"以后", u"以来", u"以至",
    u"们", u"任何", u"仿佛", u"会", u"似", u"似乎", u"似的", u"但", u"但是", u"体", u"何", u"何人", u"何以", u"何处", u"何时", u"余", u"作", u"你", u"你们", u"使", u"使用", u"例如",
    u"便", u"便是", u"做", u"像", u"全", u"八", u"公", u"六", u"兮", u"关", u"关于", u"其", u"其中", u"其他", u"其它", u"再", u"军", u"几个", u"几天", u"出", u"出去", u"出来", u"分",
    u"则", u"利", u"别人", u"到", u"到底", u"前", u"前面", u"力", u"动", u"勿", u"十", u"十分", u"千", u"即", u"即使", u"即可", u"却", u"去", u"又", u"发", u"只", u"只是", u"只有",
    u"只要", u"叫", u"可", u"可以", u"可是", u"可能", u"可见", u"各", u"各种", u"同", u"同时", u"后", u"后来", u"后面", u"向", u"吗", u"吧", u"听到", u"吾", u"呀", u"呢", u"呵",
    u"和", u"咧", u"哈", u"哉", u"哦", u"哪", u"哪个", u"哪些", u"哪里", u"啊", u"嘛", u"四", u"回去", u"回来", u"因", u"因为", u"国", u"在", u"地", u"地方", u"地说", u"外", u"外面",
    u"多", u"大", u"大家", u"大概", u"大约", u"天", u"太", u"头", u"她", u"她们", u"好", u"好像", u"如", u"如今", u"如何", u"如果", u"如此", u"子", u"学", u"孰", u"它", u"它们",
    u"定", u"实", u"实在", u"家", u"对", u"对于", u"将", u"将要", u"小", u"尔", u"尔等", u"就", u"就是", u"工", u"已", u"已经", u"年", u"并", u"并不", u"并且", u"并没有", u"应",
    u"应该", u"开", u"当", u"当时", u"彼", u"往", u"很", u"很多", u"得", u"心", u"必须", u"忽然", u"怎", u"怎么", u"怎样", u"性", u"总是", u"情", u"想", u"想着", u"意", u"成", u"我",
    u"我们", u"或", u"或者", u"战", u"所", u"所以", u"手", u"才", u"才是", u"把", u"按照", u"政", u"文", u"斯", u"方", u"无", u"日", u"时", u"时候", u"明", u"是", u"是以", u"是故",
    u"更", u"曾经", u"最", u"有", u"有些", u"有时", u"有的", u"未", u"本", u"机", u"来", u"极", u"某", u"某些", u"样", u"根据", u"正", u"正在", u"正是", u"此", u"此时", u"每",
    u"每个", u"每天", u"比", u"比如", u"民", u"汝", u"没", u"没有", u"没有人", u"法", u"点", u"焉", u"然", u"然而", u"物", u"现", u"现在", u"理", u"生", u"用", u"由", u"由于", u"百",
    u"的", u"的话", u"相", u"看", u"看到", u"看着", u"看见", u"真是", u"着", u"矣", u"知", u"知道", u"种", u"究竟", u"笑道", u"第", u"第一", u"第三", u"第二", u"第二天", u"等", u"等等",
    u"算是", u"终于", u"经", u"给", u"罢", u"美", u"者", u"而", u"而且", u"而是", u"能", u"能够", u"自", u"自己", u"自然", u"若", u"莫", u"虽", u"虽然", u"行", u"被", u"要", u"见",
    u"觉得", u"让", u"记得", u"许多", u"说", u"说着", u"说道", u"谁", u"谁能", u"走", u"起", u"起来", u"起身", u"跟", u"过", u"过去", u"过来", u"还", u"还是", u"还有", u"这", u"这个",
    u"这么", u"这些", u"这才", u"这是", u"这样", u"这种", u"这边", u"这里", u"进", u"进去", u"进行", u"通过", u"道", u"那", u"那个", u"那么", u"那些", u"那才", u"那时", u"那是", u"那样",
    u"那边", u"那里", u"部", u"都", u"都是", u"里", u"里面", u"重", u"长", u"问", u"问道", u"间", u"需要", u"非", u"非常", u"面", u"高",
};
constexpr std::u16string_view kAbbreviations[] = {
    u"capt", u"cf", u"col", u"dr", u"fig", u"gen", u"hon", u"lieut", u"lt", u"maj", u"messrs", u"mr", u"mrs", u"ms", u"mt", u"no", u"pp", u"prof",
    u"rev", u"sgt", u"st", u"viz", u"vol", u"vs",
};
constexpr std::u16string_view kNoAdverbs[] = {
    u"ally", u"anomaly", u"apply", u"assembly", u"belly", u"bodily", u"brotherly", u"bully", u"burly", u"butterfly", u"chilly", u"comely", u"comply",
    u"costly", u"cowardly", u"curly", u"daily", u"deadly", u"dolly", u"doubly", u"early", u"earthly", u"elderly", u"family", u"fatherly", u"fly",
    u"folly", u"friendly", u"ghostly", u"gully", u"heavenly", u"hilly", u"holly", u"holy", u"homely", u"imply", u"italy", u"jelly", u"jolly", u"july",
    u"kindly", u"leisurely", u"likely", u"lily", u"lively", u"lonely", u"lovely", u"manly", u"melancholy", u"miserly", u"molly", u"monopoly",
    u"monthly", u"motherly", u"multiply", u"nightly", u"oily", u"only", u"orderly", u"polly", u"princely", u"rally", u"rely", u"reply", u"sally",
    u"scholarly", u"sickly", u"silly", u"sly", u"smelly", u"stately", u"supply", u"surly", u"tally", u"timely", u"ugly", u"ungainly", u"unlikely",
    u"unruly", u"weekly", u"wily", u"womanly", u"woolly", u"wooly", u"worldly", u"yearly",
};
static_assert(std::ranges::is_sorted(kEnglish) && std::ranges::is_sorted(kChinese) && std::ranges::is_sorted(kAbbreviations) && std::ranges::is_sorted(kNoAdverbs));

}  // namespace

bool is_english_stop_word(std::u16string_view word) { return std::ranges::binary_search(kEnglish, word); }
bool is_chinese_stop_word(std::u16string_view word) { return std::ranges::binary_search(kChinese, word); }
bool is_abbreviation(std::u16string_view word) { return std::ranges::binary_search(kAbbreviations, word); }
bool is_ly_adverb(std::u16string_view word) { return word.size() > 4 && word.ends_with(u"ly") && !std::ranges::binary_search(kNoAdverbs, word); }

}  // namespace colophon::text
