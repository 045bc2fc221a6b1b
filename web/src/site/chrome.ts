// The frame of every page: skip link, banner of the simulated audience, header with language and theme, footer.
import { h, mark, put, s } from '../element/dom.js';
import { siteEn, type SiteMessages } from '../locales/site/site.en.js';
import { siteZh } from '../locales/site/site.zh-CN.js';
import { get, type SiteFacts } from './api.js';
import { language, nextTheme, setLanguage, setTheme, theme, type Language, type Theme } from './prefs.js';

type NavName = 'studio' | 'write' | 'rights' | 'earnings' | 'desk' | 'verify';
/** The playground is for those who build: the footer leads there. */
export type PageName = NavName | 'playground';
const kPaths: Record<NavName, string> = { studio: '/', write: '/write', rights: '/rights', earnings: '/earnings', desk: '/desk', verify: '/verify' };

export interface Page {
  main: HTMLElement;
  /** Called at the start and after every switch of the language. */
  localise(language: Language, messages: SiteMessages): void;
  /** Called once the server has said what it is; undefined where it does not answer. */
  know?(facts: SiteFacts | undefined): void;
  theme?(theme: Theme): void;
}

export const siteMessages = (code: Language): SiteMessages => (code === 'en' ? siteEn : siteZh);

function themeIcon(name: Theme): SVGSVGElement {
  const paths: Record<Theme, string> = {
    auto: 'M8 1.500a6.500 6.500 0 1 0 0 13a6.500 6.500 0 1 0 0-13zM8 1.500v13',
    light: 'M8 4.800a3.200 3.200 0 1 0 0 6.400a3.200 3.200 0 1 0 0-6.400zM8 .8v1.700M8 13.500v1.700M.8 8h1.700M13.500 8h1.700M2.900 2.900l1.200 1.200M11.900 11.900l1.200 1.200M13.100 2.900l-1.200 1.200M4.100 11.900l-1.200 1.200',
    dark: 'M13.500 9.800A6 6 0 0 1 6.200 2.500a6 6 0 1 0 7.300 7.300z',
  };
  return s('svg', { viewBox: '0 0 16 16', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.5', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' }, s('path', { d: paths[name] }));
}

export function mount(name: PageName, page: Page): void {
  const banner = h('aside', { class: 'banner', hidden: true }, h('div', { class: 'wrap' })), header = h('header', { class: 'top' });
  const footer = h('footer', { class: 'foot' }), skip = h('a', { class: 'skip', href: '#main' });
  let facts: SiteFacts | undefined, answered = false;
  page.main.id = 'main';
  page.main.tabIndex = -1;
  put(document.body, skip, banner, header, page.main, footer);

  function render(): void {
    const code = language(), messages = siteMessages(code), shade = theme();
    document.documentElement.lang = code;
    document.documentElement.dataset['theme'] = shade;
    document.title = messages.titles[name];
    skip.textContent = messages.skip;
    put(banner.firstElementChild!, messages.simulated);
    put(header, h('div', { class: 'wrap' },
      h('a', { class: 'brand', href: '/' }, mark(), 'Colophon'),
      h('nav', { class: 'nav', 'aria-label': messages.nav.label }, ...(Object.keys(kPaths) as NavName[]).map((other) =>
        h('a', { href: kPaths[other], 'aria-current': other === name && 'page' }, messages.nav[other]))),
      h('div', { class: 'tools' },
        h('button', { type: 'button', class: 'language', lang: code === 'en' ? 'zh-CN' : 'en', title: messages.languageLabel, onclick: () => change('language', () => setLanguage(code === 'en' ? 'zh-CN' : 'en')) }, messages.language),
        h('button', { type: 'button', class: 'theme', 'aria-label': messages.theme[shade], title: messages.theme[shade], onclick: () => change('theme', () => setTheme(nextTheme[shade])) }, themeIcon(shade)))));
    put(footer, h('div', { class: 'wrap' },
      h('span', null, answered && !facts ? messages.foot.offline : messages.foot.version(facts?.version ?? '')),
      facts && h('span', null, `${messages.foot.key} `, h('span', { class: 'mono' }, facts.log_key)),
      h('a', { href: '/openapi.json' }, messages.foot.api),
      h('a', { href: '/playground', 'aria-current': name === 'playground' && 'page' }, messages.foot.playground)));
    page.localise(code, messages);
    page.theme?.(shade);
  }
  /** Renders anew and puts the focus back on the button that was pressed. */
  function change(button: string, apply: () => void): void {
    apply();
    render();
    header.querySelector<HTMLElement>(`.${button}`)?.focus();
  }

  render();
  void get<SiteFacts>('/v1/site').catch(() => undefined).then((answer) => {
    facts = answer;
    answered = true;
    banner.hidden = !facts?.simulated_audience;
    page.know?.(facts);
    render();
  });
}
