import type { Grammar } from './prompts.js';

export const promptsEn: Grammar = {
  words: ['a letter', 'the door', 'the sea', 'a promise', 'the old house', 'a stranger'],
  parts: {
    when: ['years later', 'the night before', 'on the last day of summer', 'at the worst moment', 'while everybody sleeps'],
    somebody: ['a child', 'somebody who was thought gone', 'the one nobody listens to', 'an old enemy', 'a witness'],
    turn: ['is not what it seemed', 'was never lost', 'has been paid for twice', 'belongs to somebody else', 'is gone in the morning'],
    sense: ['its sound', 'its smell', 'its weight in the hand', 'the light on it', 'its temperature'],
    clue: ['a date that cannot be right', 'a missing page', 'two glasses where one was poured', 'a name spelled the old way'],
    cost: ['a memory', 'a year of life', 'the right to be named', 'the voice'],
  },
  forms: {
    novel: ['“{a}” {turn}. Who knows it first, and what do they do before telling anyone?', '{when} {somebody} asks about “{a}”. Write the answer that is given and the one that is not.', 'Let “{a}” and “{b}” meet in one room. Only one of the two can stay.', 'Write the scene in which “{a}” is mentioned for the last time.', 'Somebody does the right thing about “{a}” for the wrong reason.', 'Tell how it came to “{b}”, from the point of view of {somebody}.', 'What would change if “{a}” had happened ten years earlier? Let somebody say it aloud.', 'A quarrel that is about “{a}” on its surface and about “{b}” beneath it.'],
    mystery: ['{clue}: it has to do with “{a}”, and nobody has seen it yet.', 'The witness lies about “{a}”, but not to hide what everybody thinks.', '“{b}” {turn}. The detective finds out one hour too late.', 'Write the alibi that rests on “{a}” alone, then the small thing that breaks it.', '{somebody} confesses to what was done with “{a}”. Why is it believed?', 'Two people tell of “{a}”. Both speak the truth, and both accounts exclude each other.', 'What was in the place where “{a}” now is?'],
    fantasy: ['The magic of “{a}” costs {cost}. Somebody pays for another.', 'In this country “{a}” is forbidden. Show why, without saying it.', '{somebody} has carried “{b}” over the border and cannot put it down.', 'A map shows “{a}” where the sea is. Follow it.', 'An oath was sworn on “{a}”. {when} it is called in.', 'The old word for “{a}” also means “{b}”. Somebody learns it too late.', 'Write the song that children sing about “{a}”, and what it hides.'],
    poem: ['Eight lines about “{a}” in which the word does not stand.', 'Begin with {sense}: of “{a}”. End far from it.', 'Let “{a}” speak to “{b}”.', 'One image of “{a}” for the morning, one for the night; nothing between them.', 'Repeat one line about “{a}” three times. Let it mean something else each time.', 'Write what “{b}” would be if it were a season.', 'A list of what “{a}” is not.'],
    essay: ['What did you believe about “{a}” ten years ago? What changed it?', 'Explain “{a}” to somebody who has every reason to doubt you.', 'The strongest case against your own view of “{a}”: make it in earnest.', 'Begin with one hour in which “{a}” was more than a word to you.', 'What do “{a}” and “{b}” have in common that nobody says?', 'Who pays for “{a}”, and who is thanked for it?', 'Define “{a}” in three sentences. Then spoil the definition with an example.'],
    children: ['“{a}” has run away. Where would you look first?', 'What does “{b}” do at night, when nobody is looking?', '{somebody} has a question about “{a}” that no grown-up can answer.', '“{a}” is suddenly very, very small.', 'Three tries to get “{a}” back. The third is the silliest, and it works.', '“{a}” and “{b}” swap places for a day.', 'Somebody is afraid of “{a}”. Who helps, and how?'],
  },
};
