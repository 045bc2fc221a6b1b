// Languages by their scripts and frequent words. The sentences are the first article of the Universal Declaration of Human Rights (United Nations).
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "colophon/text/language.hpp"

using namespace colophon::text;

TEST_CASE("The first article of the Universal Declaration is known in each language") {
  struct Row { std::string_view tag; std::u16string_view text; };
  const Row rows[] = {
      {"en", u"All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood."},
      {"de", u"Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen."},
      {"fr", u"Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité."},
      {"es", u"Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros."},
      {"it", u"Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza."},
      {"pt", u"Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência, devem agir uns para com os outros em espírito de fraternidade."},
      {"nl", u"Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand en geweten, en behoren zich jegens elkander in een geest van broederschap te gedragen."},
      {"sv", u"Alla människor är födda fria och lika i värde och rättigheter. De har utrustats med förnuft och samvete och bör handla gentemot varandra i en anda av gemenskap."},
      {"da", u"Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og samvittighed, og de bør handle mod hverandre i en broderskabets ånd."},
      {"nb", u"Alle mennesker er født frie og med samme menneskeverd og menneskerettigheter. De er utstyrt med fornuft og samvittighet og bør handle mot hverandre i brorskapets ånd."},
      {"fi", u"Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä."},
      {"pl", u"Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa."},
      {"cs", u"Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a mají spolu jednat v duchu bratrství."},
      {"ro", u"Toate ființele umane se nasc libere și egale în demnitate și în drepturi. Ele sunt înzestrate cu rațiune și conștiință și trebuie să se comporte unele față de altele în spiritul fraternității."},
      {"hu", u"Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek."},
      {"tr", u"Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler."},
      {"vi", u"Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền. Mọi con người đều được tạo hóa ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình bằng hữu."},
      {"id", u"Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama. Mereka dikaruniai akal dan hati nurani dan hendaknya bergaul satu sama lain dalam semangat persaudaraan."},
      {"zh-Hans", u"人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。"},
      {"zh-Hant", u"人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。"},
      {"ja", u"すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"},
      {"ko", u"모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다."},
      {"ru", u"Все люди рождаются свободными и равными в своем достоинстве и правах."},
      {"uk", u"Всі люди народжуються вільними і рівними у своїй гідності та правах."},
      {"el", u"Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα."},
      {"ar", u"يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق."},
  };
  for (const Row& row : rows) {
    const Language found = detect_language(row.text);
    CHECK(found.tag == row.tag);
    // Danish and Norwegian have most of their small words in common.
    CHECK(found.confidence_ppm > (row.tag == "da" || row.tag == "nb" ? 50'000 : 200'000));
  }
}

TEST_CASE("Where little tells, the confidence says so") {
  CHECK(detect_language(u"").tag == "und");
  CHECK(detect_language(u"12:30 — 5 %").tag == "und");
  CHECK(detect_language(u"\xD800 \xDC00").tag == "und");
  CHECK(detect_language(u"床前明月光").confidence_ppm < 200'000);  // The same in both forms.
  CHECK(detect_language(u"Colophon Berlin").tag == "und");
}

TEST_CASE("Names and words of another script do not change the language of a text") {
  CHECK(detect_language(u"我在 GitHub 上看到了这个 project，它们说 JavaScript 很好。").tag == "zh-Hans");
  CHECK(detect_language(u"The word 道 is the first word of the book 道德經, and it is not to be named.").tag == "en");
}
