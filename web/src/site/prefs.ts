// The reader's language and theme: remembered on this device, applied to the document.
export type Language = 'en' | 'zh-CN';
export type Theme = 'auto' | 'light' | 'dark';

function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`colophon-${name}`);
  } catch {
    return null; // Storage may be forbidden; the preference then lasts as long as the page.
  }
}
function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`colophon-${name}`, value);
  } catch { /* As above. */ }
}

export function language(): Language {
  const wish = new URLSearchParams(location.search).get('lang') ?? remembered('language') ?? navigator.language;
  return /^zh\b/i.test(wish) ? 'zh-CN' : 'en';
}
export function setLanguage(value: Language): void {
  remember('language', value);
  const address = new URL(location.href);
  if (address.searchParams.has('lang')) {
    address.searchParams.delete('lang');
    history.replaceState(null, '', address);
  }
}

export function theme(): Theme {
  const wish = new URLSearchParams(location.search).get('theme') ?? remembered('theme');
  return wish === 'light' || wish === 'dark' ? wish : 'auto';
}
export function setTheme(value: Theme): void {
  remember('theme', value);
}
export const nextTheme: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' };
