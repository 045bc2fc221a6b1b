#include "colophon/text/language.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "text/characters.hpp"
#include "text/utf16.hpp"

namespace colophon::text {
namespace {

constexpr bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

// The simplified characters that are frequent and not also traditional ones, and their traditional forms (by the Unihan database and jieba's frequencies).
constexpr std::u16string_view kSimplified =
    u"国为这个来会时学说们发对长过业经门动进区产军还现当两实关从内没将员东头间无见点场数样问级应资务汉总电声设义统处马领队计别权话报给变书华议称决张导术结师达题条规县风运组济论强黄选记却职号类传带农边联广质阳难历专认车举团备争众连调转该尔让较际亲单红约亚则属积图装许参观鱼办远随势热语铁断爱纪况证编满觉双乐标织项飞节龙响药轻击";
constexpr std::u16string_view kTraditional =
    u"國為這個來會時學說們發對長過業經門動進區產軍還現當兩實關從內沒將員東頭間無見點場數樣問級應資務漢總電聲設義統處馬領隊計別權話報給變書華議稱決張導術結師達題條規縣風運組濟論強黃選記卻職號類傳帶農邊聯廣質陽難歷專認車舉團備爭眾連調轉該爾讓較際親單紅約亞則屬積圖裝許參觀魚辦遠隨勢熱語鐵斷愛紀況證編滿覺雙樂標織項飛節龍響藥輕擊";

struct Latin {
  std::string_view tag;
  std::u16string_view words;  ///< Frequent ones, with a space on both sides.
};
constexpr Latin kLatin[] = {
    {"en", u" the of and to in that he was it his is with as had for you not be her on at by have from which but this are she they an were all there been "
           u"their one so no if would what when him who will more out up into my me said your do did has them then could about our than some its a i as by or am can how over "
           u"only also any these those through too very just well where it's don't because even both another yet between while most much "},
    {"de", u" der die und das nicht ist zu den ich sie er ein eine mit es sich von auf dem auch als so wie war an aber im für hatte noch nach aus wenn nur "
           u"mich mir wir ihn ihr bei einen einem einer uns sein seine dass daß des wird werden haben kein keine oder über durch vor "},
    {"fr", u" de la le et les des que un une est il à dans qui en pas je elle pour vous ne du se sur avec plus mais ce son sa lui par tout comme au nous cette "
           u"était sont avait ses si leur ou où être fait même aux ces mon ma mes c'est qu'il j'ai n'est "},
    {"es", u" de que y la el en los no se las por un con una su para es lo al más pero como le del ya sus o me sin sobre había este era muy cuando también hasta "
           u"qué si esta entre son todo ser dos ha porque ella él yo mi tan donde "},
    {"it", u" di che e la il un non per è in una i le si del con da lo al come ma era più della ha mi se gli dei anche nel sono alla questo su o io suo delle "
           u"quando perché così aveva tutto lui lei dal nella ne cosa c'era "},
    {"pt", u" de que o a e do da em um não para com uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu "
           u"também só pelo pela até isso ela entre era depois sem mesmo aos você "},
    {"nl", u" de het een en van ik te dat die in niet zijn is was op aan met als voor had er maar om hem dan zou of wat mijn men dit zo door over ze zich bij ook "
           u"tot je mij uit der daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu ge geen "},
    {"sv", u" och att det som en på är av för med den till inte om ett han men var jag från de så har kan vi eller när nu skulle vara hade hon sig över också ska bli blev "
           u"sin mot efter upp där alla mycket här något utan andra under detta vid "},
    {"da", u" og at det er en af på til som for med den de ikke der et var han jeg har fra kan men om vi så eller havde hun sig skal ville blev efter også over nu været ud "
           u"op alle meget hvor mig dig når blive sin mod noget kun selv uden andre bør "},
    {"nb", u" og at det er en av på til som for med den de ikke et var han jeg har fra kan men om vi så eller hadde hun seg skal ville ble etter også over nå vært ut opp alle "
           u"mye hvor meg deg når bli sin mot noe bare selv uten andre bør "},
    {"fi", u" ja on ei että se oli hän mutta joka niin kun kuin ovat myös tai olla sen ole mitä jos minä sitä vain nyt hänen mukaan jo kaikki sitten siitä vielä voi olisi "
           u"heidän niitä minun sinä häntä tämä ne hyvin jonka ennen jälkeen kanssa "},
    {"pl", u" i w na z że się nie to do jest o jak po co ale od za był tak przez jego są czy dla już tylko go przy tym ich ma może być jej lub ten który która które było "
           u"bardzo gdy mnie mu kiedy tego jako swej swych pod wobec oraz "},
    {"cs", u" a v se na že je to s z do o i k ve pro za by ale si jako po jsem jak tak nebo byl však když od aby jeho který která které jsou už ho jen mu při má jsme ten "
           u"bylo také byla co sobě nad ještě před spolu mají "},
    {"ro", u" și în de la a cu pe nu să o că din un este care mai se pentru au al ce fi sunt prin le sau dar am era ca după fost lui ei i-a într-o fără când doar până unde "
           u"foarte acest această trebuie față ele "},
    {"hu", u" a az és hogy nem is egy meg volt ez csak de már mint ha még el ki azt van kell lehet vagy le mert minden volna ezt nagyon így aki ami sem után majd olyan be mi "
           u"én te ő igen akkor itt ott lesz fel "},
    {"tr", u" ve bir bu da de için ile çok ne daha gibi o en ben sonra kadar olarak var değil mi ama her şey sen olan onun bana diye biz kendi bunu şu iki ya ise nasıl hiç "
           u"yok oldu zaman karşı vardı "},
    {"vi", u" và của là có được cho không các trong một người những với đã để này khi đến từ về ra như cũng vào nhiều ở tôi năm đó thì lại làm theo rất trên sẽ phải hay sau "
           u"còn chỉ mà nhau đều mọi con anh em ông bà "},
    {"id", u" dan yang di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada mereka lebih kata tahun sudah atau saat oleh menjadi orang ia "
           u"telah adalah seperti sebagai bahwa dapat para harus kita namun hanya "},
};

struct Counts {
  std::int64_t latin = 0, han = 0, kana = 0, hangul = 0, cyrillic = 0, ukrainian = 0, greek = 0, arabic = 0, hebrew = 0, thai = 0, devanagari = 0;
  std::int64_t simplified = 0, traditional = 0, latin_words = 0;
  std::array<std::int64_t, std::size(kLatin)> hits{};
};

/// Of every word of the lists, in which it stands.
class Lists {
 public:
  Lists() {
    for (std::size_t i = 0; i < std::size(kLatin); ++i) {
      for (std::u16string_view rest = kLatin[i].words.substr(1); !rest.empty();) {
        const std::size_t end = rest.find(u' ');
        words_.push_back({rest.substr(0, end), i});
        rest.remove_prefix(end + 1);
      }
    }
    std::ranges::sort(words_, {}, &Word::text);
  }
  void count(std::u16string_view word, Counts& counts) const {
    for (auto at = std::ranges::lower_bound(words_, word, {}, &Word::text); at != words_.end() && at->text == word; ++at) ++counts.hits[at->list];
  }

 private:
  struct Word {
    std::u16string_view text;
    std::size_t list;
  };
  std::vector<Word> words_;
};

void end_word(std::u16string& word, const Lists& lists, Counts& counts) {
  if (word.empty()) return;
  ++counts.latin_words;
  lists.count(word, counts);
  word.clear();
}

void count_letter(char32_t c, Counts& counts) {
  if (is_kana(c)) ++counts.kana;
  else if (within(c, 0xAC00, 0xD7A3)) ++counts.hangul;
  else if (within(c, 0x400, 0x52F)) {
    ++counts.cyrillic;
    counts.ukrainian += c == U'і' || c == U'ї' || c == U'є' || c == U'ґ';
  }
  else if (within(c, 0x370, 0x3FF)) ++counts.greek;
  else if (within(c, 0x600, 0x6FF)) ++counts.arabic;
  else if (within(c, 0x5D0, 0x5EA)) ++counts.hebrew;
  else if (within(c, 0xE01, 0xE5B)) ++counts.thai;
  else if (within(c, 0x900, 0x97F)) ++counts.devanagari;
}

Counts count(std::u16string_view text) {
  const Lists lists;
  Counts counts;
  std::u16string word;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const char32_t c = point.value;
    at += point.units;
    if (is_latin(c)) {
      ++counts.latin;
      // A word of more letters is on no list.
      if (word.size() < 20) word += static_cast<char16_t>(folded(c));
      continue;
    }
    if ((c == u'\'' || c == u'’') && !word.empty()) {
      word += u'\'';
      continue;
    }
    end_word(word, lists, counts);
    if (c < 0x370) continue;
    if (kind_of(c) == Kind::han) {
      ++counts.han;
      if (point.units == 1) {
        counts.simplified += kSimplified.find(static_cast<char16_t>(c)) != std::u16string_view::npos;
        counts.traditional += kTraditional.find(static_cast<char16_t>(c)) != std::u16string_view::npos;
      }
    } else {
      count_letter(c, counts);
    }
  }
  end_word(word, lists, counts);
  return counts;
}

/// The part that speaks for the first and not for the second, less certain where there is little to count.
std::int64_t confidence(std::int64_t first, std::int64_t second, std::int64_t counted, std::int64_t enough) {
  if (first <= 0) return 0;
  const std::int64_t sure = (first - second) * 1'000'000 / first;
  return sure * std::min(counted, enough) / enough;
}

Language latin_language(const Counts& counts) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < counts.hits.size(); ++i) {
    if (counts.hits[i] > counts.hits[best]) best = i;
  }
  std::int64_t second = 0;
  for (std::size_t i = 0; i < counts.hits.size(); ++i) {
    if (i != best) second = std::max(second, counts.hits[i]);
  }
  // Names and numbers are in no language; of seven words of a text at least one is frequent.
  if (counts.hits[best] == second || counts.hits[best] * 7 < counts.latin_words) return {};
  return {kLatin[best].tag, confidence(counts.hits[best], second, counts.latin_words, 20)};
}

}  // namespace

Language detect_language(std::u16string_view text) {
  const Counts counts = count(text.substr(0, kLanguageUnits));
  // A Han character or a syllable says as much as two letters of an alphabet.
  struct Script { std::string_view tag; std::int64_t weight; };
  const bool japanese = counts.kana * 10 > counts.han;
  Script scripts[] = {{"latin", counts.latin},       {"han", japanese ? 0 : 3 * counts.han}, {"ja", japanese && counts.kana > 0 ? 3 * (counts.han + counts.kana) : 0},
                      {"ko", 3 * counts.hangul},     {counts.ukrainian * 50 > counts.cyrillic ? "uk" : "ru", counts.cyrillic},
                      {"el", counts.greek},          {"ar", counts.arabic},                  {"he", counts.hebrew},
                      {"th", counts.thai},           {"hi", counts.devanagari}};
  std::ranges::sort(scripts, [](const Script& a, const Script& b) { return a.weight > b.weight; });
  if (scripts[0].weight == 0) return {};
  const std::int64_t of_script = confidence(scripts[0].weight, scripts[1].weight, scripts[0].weight, 60);
  if (scripts[0].tag == "latin") return latin_language(counts);
  if (scripts[0].tag != "han") return {scripts[0].tag, of_script};
  const std::int64_t simplified = counts.simplified, traditional = counts.traditional;
  const bool is_traditional = traditional > simplified;
  const std::int64_t of_form = confidence(std::max(simplified, traditional), std::min(simplified, traditional), simplified + traditional, 5);
  return {is_traditional ? "zh-Hant" : "zh-Hans", std::min(of_script, of_form)};
}

}  // namespace colophon::text
