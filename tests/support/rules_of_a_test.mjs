// A proofreader of a few fixed words, for tests of what the page does with marks. It says of itself that it is a test's.
/** Runs in the page: `element.options = { proofreader: testProofreader() }`. */
export const testProofreader = () => {
  const wrong = { recieved: 'received', teh: 'the', 再接再励: '再接再厉', 迫不急待: '迫不及待' };
  const state = { calls: 0, units: 0 };
  return {
    state,
    async marks(text, { words, ignoredRules }) {
      state.calls += 1;
      state.units += text.length;
      const marks = [];
      for (const match of text.matchAll(/recieved|teh|再接再励|迫不急待/g)) {
        marks.push({ begin: match.index, end: match.index + match[0].length, rule: 'test-words', kind: 'spelling', reason: `A rule of the test: ${match[0]}`, fixes: [wrong[match[0]]] });
      }
      for (const match of text.matchAll(/\b(\w+) \1\b/g)) marks.push({ begin: match.index, end: match.index + match[0].length, rule: 'test-twice', kind: 'repetition', reason: 'A rule of the test: twice', fixes: [match[1]] });
      return marks.filter((mark) => !ignoredRules.includes(mark.rule) && !words.includes(text.slice(mark.begin, mark.end))).sort((a, b) => a.begin - b.begin);
    },
    async names() { return []; },
  };
};
