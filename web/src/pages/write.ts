// The page of writing: the manuscript itself, something to begin with, and how to embed it.
import '@colophon/words/define';
import { h, put } from '../element/dom.js';
import { mount } from '../site/chrome.js';
import { chinese, english, tang } from './write_samples.js';

const manuscript = h('colophon-manuscript', { server: '/', class: 'manuscript' });
const hero = h('section', { class: 'hero' }), samples = h('section', { class: 'samples' }), embed = h('section', { class: 'embed' });
const snippet = (): string => [
  `<script type="module" src="${location.origin}/words/define.js"></script>`, '',
  '<colophon-manuscript', `  server="${location.origin}"`, '  token-url="/colophon-token"></colophon-manuscript>',
].join('\n');

mount('write', {
  main: h('main', null, h('div', { class: 'wrap' }, hero, manuscript, samples, embed)),
  localise(code, { write }) {
    manuscript.setAttribute('locale', code);
    put(hero, h('h1', null, write.title), h('p', null, write.lead));
    put(samples, h('p', { class: 'small soft' }, write.samples),
      h('button', { type: 'button', class: 'slim', onclick: () => manuscript.openBook(english()) }, write.english),
      h('button', { type: 'button', class: 'slim', onclick: () => manuscript.openBook(chinese()) }, write.chinese),
      h('button', { type: 'button', class: 'slim', onclick: () => void tang().then((book) => manuscript.openBook(book)) }, write.tang));
    put(embed, h('h2', null, write.embed), h('pre', { tabindex: '0', translate: 'no' }, snippet()));
  },
  know: (facts) => { if (facts?.sample) manuscript.setAttribute('token-url', '/v1/sample/session'); },
  theme: (theme) => manuscript.setAttribute('theme', theme),
});
