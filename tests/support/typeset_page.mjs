// The page of tests/browser/typeset.test.mjs: sets one of its chapters and shows the pages. Bundled by the test.
import { WordsCore } from '../../web/src/sdk/words-core.ts';
import { Typesetter } from '../../web/src/words/layout.ts';
import { TextMeasure } from '../../web/src/words/measure.ts';
import { PagePreview, previewWords } from '../../web/src/words/preview.ts';
import { ChapterSetter } from '../../web/src/words/typeset.ts';

const english = `In olden times when wishing still helped one, there lived a king whose daughters were all beautiful; and the youngest was so beautiful that the sun itself, which has seen so much, was astonished whenever it shone in her face. Close by the king’s castle lay a great dark forest, and under an old lime-tree in the forest was a well, and when the day was very warm, the king’s child went out into the forest and sat down by the side of the cool fountain; and when she was bored she took a golden ball, and threw it up on high and caught it; and this ball was her *favorite* plaything.
Now it happened that on one occasion the princess’s golden ball did not fall into the little hand which she was holding up for it, but on to the ground beyond, and rolled straight into the water. The king’s daughter followed it with her eyes, but it vanished, and the well was deep, so deep that the bottom could not be seen. At this she began to cry, and cried **louder and louder**, and could not be comforted.
***
“What ails you, king’s daughter?” said a voice. “You weep so that even a stone would show pity.” She looked round to the side from whence the voice came, and saw a frog stretching forth its big, ugly head from the water. “Ah, old water-splasher, is it you?” she said, “I am weeping for my golden ball, which has fallen into the well.”
## The Promise
“Be quiet, and do not weep,” answered the frog, “I can help you, but what will you give me if I bring your plaything up again?” “Whatever you will have, dear frog,” said she, “My clothes, my pearls and jewels, and even the golden crown which I am wearing.”
> The frog answered, “I do not care for your clothes, your pearls and jewels, nor for your golden crown, but if you will love me and let me be your companion and play-fellow, then I will go down below, and bring you your golden ball up again.”
| Shall I compare thee to a summer’s day?
| Thou art more lovely and more temperate:
| Rough winds do shake the darling buds of May,
| And summer’s lease hath all too short a date;

| Sometime too hot the eye of heaven shines,
| And often is his gold complexion dimm’d,
| And every fair from fair sometime declines,
| By chance, or nature’s changing course, untrimm’d;
“Oh yes,” said she, “I promise you all you wish, if you will but bring me my ball back again.” She, however, thought, “How the silly frog does talk! He lives in the water with the other frogs, and croaks, and can be no companion to any human being!” But the frog when he had received this promise, put his head into the water and sank down; and in a short while came swimming up again with the ball in his mouth, and threw it on the grass.`;

const chinese = `晋太元中，武陵人捕鱼为业。缘溪行，忘路之远近。忽逢桃花林，夹岸数百步，中无杂树，芳草鲜美，落英缤纷，渔人甚异之。复前行，欲穷其林。
林尽水源，便得一山，山有小口，仿佛若有光。便舍船，从口入。初极狭，才通人。复行数十步，豁然开朗。土地平旷，屋舍{俨然|yǎn rán}，有良田美池桑竹之属。阡陌交通，鸡犬相闻。其中往来种作，男女衣着，悉如外人。黄发垂髫，并怡然自乐。
见渔人，乃大惊，问所从来。具答之。便要还家，设酒杀鸡作食。村中闻有此人，咸来问讯。自云：“先世避秦时乱，率妻子邑人来此绝境，不复出焉，遂与外人间隔。”问：“今是何世？”乃不知有汉，无论魏晋。此人一一为具言所闻，皆叹惋。余人各复延至其家，皆出酒食。停数日，辞去。此中人语云：“不足为外人道也。”
***
## 后人的话
今天的读者（比如用 Colophon SDK 写作的人）会问：“《桃花源记》讲的是哪里？”——有人说是湖南常德，有人说根本没有……1997年出版的一本书列出了12种说法，其中约50％没有证据。*这并不重要*，重要的是文章**本身**。
> 「采菊東籬下，悠然見南山。」（陶淵明《飲酒·其五》）「山氣日夕佳，飛鳥相與還。此中有真意，欲辨已忘言。」
| 床前明月光，疑是地上霜。
| 举头望明月，低头思故乡。

| 白日依山尽，黄河入海流。
| 欲穷千里目，更上一层楼。
既出，得其船，便扶向路，处处志之。及郡下，诣太守，说如此。太守即遣人随其往，寻向所志，遂迷，不复得路。南阳刘子骥，高尚士也，闻之，欣然规往。未果，寻病终。后遂无问津者。`;

const western = { width: 420, height: 620, margins: { top: 52, bottom: 60, inner: 46, outer: 54 }, family: '"DejaVu Serif", serif', sizePx: 14, linePx: 21, language: 'en', direction: 'horizontal', hanging: false };
const han = { ...western, family: '"Noto Serif CJK SC", serif', sizePx: 16, linePx: 28, language: 'zh-Hans' };
const chapters = {
  english: { style: western, title: 'The Frog-King', text: english },
  hanging: { style: { ...western, hanging: true }, title: 'The Frog-King', text: english },
  horizontal: { style: han, title: '桃花源记', text: chinese },
  vertical: { style: { ...han, direction: 'vertical' }, title: '桃花源记', text: chinese },
};

/** What a reader of the pages can check, by the names of CLREQ's sections where they are Chinese. */
const rules = {
  english: ['Paragraphs are broken as a whole (Knuth and Plass): spaces are even from line to line, and hyphens are where TeX’s patterns have them.', 'What follows a heading or a break begins flush; every other paragraph is indented by one em.', 'No page begins with the last line of a paragraph nor ends with its first.', 'Verse keeps its lines, and what is too long for one goes on to the right of where it began.'],
  hanging: ['Commas, stops, hyphens and quotation marks at the edges stand outside the measure by seven tenths of their width.'],
  horizontal: ['First-line Indents: two ems.', 'Prohibition Rules for Line Start and Line End: no line begins with a closing mark or a pause, none ends with an opening one.', 'Adjustment of adjacent punctuation marks: ：“《 and ？” take half an em less.', 'Compression of punctuation marks at line start or line end: a mark at the end of a line takes half an em.', 'Prohibition Rules for Unbreakable Marks: —— and …… are two ems and whole.', 'Mixed Text Composition in Horizontal Writing Mode: a quarter em between Han and Latin.', 'Digits and their Prefix and Suffix: 50％ stays together.', 'Interlinear Annotations: a reading over each character.', 'Handling of Widows and Orphans: no last line of one character.'],
  vertical: ['Writing Modes: lines from the right, Latin turned clockwise, marks in their vertical forms.', 'GB/T 15834, 5.2: “” become ﹃﹄.', 'Mixed Text Composition in Vertical Writing Mode: two digits side by side in one em, four digits turned.', 'Emphasis dots stand to the right.'],
};

const core = await WordsCore.instantiate(await WebAssembly.compileStreaming(fetch('/words.wasm')));
const typesetter = new Typesetter(core);
typesetter.loadHyphenation(new Uint8Array(await (await fetch('/hyphenation-en-us.bin')).arrayBuffer()));
await document.fonts.ready;

const { style, title, text } = chapters[new URLSearchParams(location.search).get('chapter')];
const setter = new ChapterSetter(typesetter, new TextMeasure(style.language), style);
const preview = new PagePreview(setter, { words: previewWords[style.language === 'en' ? 'en' : 'zh-CN'] });
document.querySelector('main').append(preview.element);
await preview.show({ title, text });
const list = document.createElement('ul');
for (const rule of rules[new URLSearchParams(location.search).get('chapter')]) list.append(Object.assign(document.createElement('li'), { textContent: rule, lang: 'en' }));
document.querySelector('main').append(list);
globalThis.preview = preview;
globalThis.setter = setter;
globalThis.chapter = { title, text };
document.documentElement.lang = style.language;
document.documentElement.dataset.ready = 'yes';
