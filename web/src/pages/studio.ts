// The first page: what Colophon is, the studio itself, and how to embed it.
import '@colophon/sdk/element/define';
import { h, put } from '../element/dom.js';
import { mount } from '../site/chrome.js';
import type { SiteMessages } from '../locales/site/site.en.js';

interface Sample { file: string; name: string; type: 'image' | 'text' }
const kSamples: Sample[] = [
  { file: 'rocket.jpg', name: 'Rocket', type: 'image' },
  { file: 'airplane-from-above.jpg', name: 'Aeroplane from above', type: 'image' },
  { file: 'dust-bowl-home.jpg', name: 'Dust Bowl home', type: 'image' },
  { file: 'chelsea.png', name: 'Chelsea', type: 'image' },
  { file: 'li-bai-1.txt', name: '李白', type: 'text' },
];

const studio = h('colophon-studio', { server: '/', class: 'studio' });
const hero = h('section', { class: 'hero' }), samples = h('section', { class: 'samples' }), three = h('div', { class: 'three' }), embed = h('section', { class: 'embed' });
const stage = h('section', null, studio, samples);

const snippet = (): string => [
  `<script type="module" src="${location.origin}/sdk/define.js"></script>`,
  '',
  '<colophon-studio',
  `  server="${location.origin}"`,
  '  token-url="/colophon-token"></colophon-studio>',
].join('\n');

async function openSample(sample: Sample): Promise<void> {
  const response = await fetch(`/sdk/pages/samples/${sample.file}`);
  if (!response.ok) return;
  const blob = await response.blob();
  studio.scrollIntoView({ block: 'start', behavior: 'smooth' });
  await studio.open(new File([blob], sample.file, { type: sample.type === 'text' ? 'text/plain' : blob.type }));
}

function renderHero({ hero: words }: SiteMessages): void {
  put(hero, h('h1', null, words.title), h('p', null, words.lead),
    h('ol', { class: 'loop', 'aria-label': words.loopLabel }, ...words.loop.map((step, index) => h('li', index < 2 ? { class: 'here' } : null, step))));
}

function renderEmbed({ embed: words }: SiteMessages): void {
  const copy = h('button', { type: 'button', class: 'slim' }, words.copy);
  copy.addEventListener('click', () => {
    void navigator.clipboard.writeText(snippet()).then(() => { copy.textContent = words.copied; }, () => undefined);
  });
  put(embed, h('div', null, h('h2', null, words.title), h('p', null, words.text), h('p', { class: 'small' }, words.more)),
    h('div', { class: 'code' }, h('pre', { tabindex: '0', translate: 'no' }, snippet()), copy));
}

mount('studio', {
  main: h('main', null, h('div', { class: 'wrap' }, hero, stage, three, embed)),
  localise(code, messages) {
    studio.setAttribute('locale', code);
    renderHero(messages);
    put(samples, h('p', { class: 'small soft' }, messages.samples.title), ...kSamples.map((sample) => sample.type === 'text'
      ? h('button', { type: 'button', class: 'poem', lang: 'zh', 'aria-label': messages.samples.open(sample.name), onclick: () => void openSample(sample) }, sample.name)
      : h('button', { type: 'button', 'aria-label': messages.samples.open(sample.name), onclick: () => void openSample(sample) },
        h('img', { src: `/sdk/pages/samples/${sample.file}`, alt: '', loading: 'lazy', width: '88', height: '64' }))));
    put(three, ...messages.three.map(([title, text]) => h('section', null, h('h3', null, title), h('p', null, text))));
    renderEmbed(messages);
  },
  know: (facts) => { if (facts?.sample) studio.setAttribute('token-url', '/v1/sample/session'); },
  theme: (theme) => studio.setAttribute('theme', theme),
});
