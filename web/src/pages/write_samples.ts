// What the page of writing offers to those who have nothing at hand: short texts of our own with mistakes in them, and poems of the sample catalogue.
import { emptyBook, type Book } from '@colophon/words';

const chapter = (title: string, text: string): Book['chapters'][number] => ({ id: crypto.randomUUID(), title, text });
const author = (name: string): Book['names'] => [{ name, role: 'author' }];

export const english = (): Book => ({
  ...emptyBook('en', crypto.randomUUID()), title: 'The Lighthouse Clock', names: author('A. Writer'),
  chapters: [
    chapter('The keeper', [
      'The lighthouse stood on a rock that that nobody had named. Its keeper, an old man with a grey beard, kept a clock in the lantern room , and every evening he wound it with the the same brass key.',
      '“Your late,” he said when the boat came in. The boys brother did not answer. He could of said that the tide was against them, but he new better then to argue with a man who had waited alot longer for less.',
      'They carried the boxes up the stairs. Their were ninety-nine of them, and it’s walls were damp. The wind did not effect the old man; he was use to it.',
      'At the top the clock had stopped. Nobody had ever recieved a reason, and noone asked for one.',
    ].join('\n')),
    chapter('What the tide left', [
      'In the morning the sea had definately changed it’s mind. The beach was covered with letters, hundreds of letters, all addressed to the keeper.',
      'He did not loose time. He read the first one aloud, to no one in particular, and then he sat down.',
    ].join('\n')),
  ],
});
export const chinese = (): Book => ({
  ...emptyBook('zh-Hans', crypto.randomUUID()), title: '灯塔的钟', names: author('佚名'),
  chapters: [
    chapter('守灯人', [
      '灯塔立在一块没有名字的礁石上。守灯人是一位白胡子老人，他高兴的跑上楼梯，把钟又上了一遍弦。',
      '“你来晚了。”老人说。少年没有回答,他知道在好的借口也没有用。海风吹得他迫不急待地想进屋。',
      '他们一如继往地把箱子搬上楼。箱子里装着以经发黄的信，每一封都写着老人的名字。',
      '到了塔顶，钟停了。谁也没有问为什么，好象时间本来就该在这里停下。。',
    ].join('\n')),
    chapter('潮水留下的', [
      '第二天早晨，海滩上铺满了信。老人再接再励，一封一封地读下去，直到天黑。',
    ].join('\n')),
  ],
});

const poems = ['li-bai-1', 'li-bai-2', 'du-fu-1', 'du-mu-1', 'li-shangyin-1', 'bai-juyi-1'];
export async function tang(): Promise<Book> {
  const texts = await Promise.all(poems.map(async (name) => (await fetch(`/sdk/pages/samples/${name}.txt`)).text()));
  return { ...emptyBook('zh-Hant', crypto.randomUUID()), title: '唐詩六首', names: [], chapters: texts.map((text, index) => chapter(`其${'一二三四五六'[index]!}`, text.trim())) };
}
