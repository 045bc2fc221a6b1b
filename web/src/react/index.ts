// @colophon/sdk/react: the elements as React components (18 and 19). On a server they give their tag and load nothing.
'use client';
import { createElement, useEffect, useImperativeHandle, useLayoutEffect, useRef, forwardRef, type HTMLAttributes, type ReactNode } from 'react';
import type { ColophonEarnings } from '../earnings/element.js';
import type { GetToken } from '../element/connection.js';
import type { ColophonStudio } from '../element/studio.js';
import type { ColophonOptions, ImageInfo, Measured, Quality, RepairName } from '../sdk/types.js';

/** What every element takes. docs/how-to/embed.md says what each does. */
export interface ColophonProps extends Omit<HTMLAttributes<HTMLElement>, 'onError' | 'children'> {
  /** The Colophon server; "" is the page's own origin. */
  server?: string;
  /** Where your backend gives tokens. */
  tokenUrl?: string;
  /** Gives a token; wins over tokenUrl. May be a new function at every render. */
  getToken?: GetToken;
  locale?: 'en' | 'zh-CN';
  theme?: 'auto' | 'light' | 'dark';
  workerSrc?: string;
  wasmSrc?: string;
  /** Further options of createColophon. May be a new object at every render: only a change of what it holds restarts the core. */
  options?: ColophonOptions;
  nonce?: string;
  children?: ReactNode;
}
export interface Failure { code: string; field?: string; detail: string }
export interface StudioProps extends ColophonProps {
  /** Which acts are offered: "coach picture cover prove earn". */
  acts?: string;
  /** "off", or whose drafts these are where several people use one browser. */
  drafts?: string;
  /** As for any field of a form. */
  name?: string;
  required?: boolean;
  onOpened?(detail: { name: string; kind: string; info?: ImageInfo; features?: Measured[] }): void;
  onScored?(detail: Quality & { repairs: RepairName[] }): void;
  /** `repair` is null after an undo. */
  /** All that was done to the file, as docs/formats/draft.md has it. */
  onEdited?(detail: { steps: readonly unknown[] }): void;
  /** The draft was kept. */
  onDraft?(detail: { id: string; updated: number }): void;
  onRepaired?(detail: { repair: RepairName | null; repairs: RepairName[] }): void;
  onRegistered?(detail: { work: string; sha256: string }): void;
  onReceipt?(detail: { work: string; receipt: unknown; report: unknown }): void;
  onDeclared?(detail: { work: string }): void;
  onError?(error: Failure): void;
}

const attributes = { server: 'server', tokenUrl: 'token-url', locale: 'locale', theme: 'theme', workerSrc: 'worker-src', wasmSrc: 'wasm-src' } as const;
const events = ['opened', 'scored', 'edited', 'draft', 'repaired', 'registered', 'receipt', 'declared', 'error'] as const;
type Attribute = keyof typeof attributes;

/** Effects that set properties before the browser paints; on a server React would warn of them. */
const useBrowserEffect = globalThis.document === undefined ? useEffect : useLayoutEffect;

const sameOptions = (a: ColophonOptions | undefined, b: ColophonOptions | undefined): boolean => {
  const left = Object.entries(a ?? {}), right = Object.entries(b ?? {});
  return left.length === right.length && left.every(([name, value]) => Object.is(value, (b as Record<string, unknown>)[name]));
};

type Settable = HTMLElement & { getToken: GetToken | undefined; options: ColophonOptions };

function component<E extends HTMLElement, P extends ColophonProps>(tag: string, name: string, define: () => Promise<unknown>) {
  const Component = forwardRef<E, P>((props, ref) => {
    const element = useRef<E>(null);
    useImperativeHandle(ref, () => element.current!, []);
    const latest = useRef<ColophonProps>(props);
    const options = useRef<ColophonOptions | undefined>(undefined);
    const asks = props.getToken !== undefined;

    useBrowserEffect(() => { latest.current = props; });
    // The element gets one function for good: another one would end its connection, and with it the work that is open.
    useBrowserEffect(() => {
      const target = element.current as unknown as Settable;
      if (asks) target.getToken = () => latest.current.getToken!();
      else if (target.getToken !== undefined) target.getToken = undefined;
    }, [asks]);
    useBrowserEffect(() => {
      if (sameOptions(options.current, props.options)) return;
      options.current = props.options;
      (element.current as unknown as Settable).options = props.options ?? {};
    });
    useBrowserEffect(() => {
      const target = element.current!;
      const ends = events.map((event) => {
        const listener = ((happened: CustomEvent) => {
          if (happened.target !== target) return;
          const callback = (latest.current as Record<string, unknown>)[`on${event[0]!.toUpperCase()}${event.slice(1)}`];
          if (typeof callback === 'function') callback(happened.detail);
        }) as EventListener;
        target.addEventListener(`colophon-${event}`, listener);
        return () => target.removeEventListener(`colophon-${event}`, listener);
      });
      return () => ends.forEach((end) => end());
    }, []);
    useEffect(() => void define(), []);

    const given: Record<string, unknown> = { ref: element };
    for (const [key, value] of Object.entries(props)) {
      if (key === 'getToken' || key === 'options' || events.some((event) => key.toLowerCase() === `on${event}`)) continue;
      // React 18 writes false as a word, which an attribute takes for yes.
      if (typeof value === 'boolean' && key === 'required') { given[key] = value ? '' : undefined; continue; }
      // React 18 writes className of a custom element as an attribute of that name.
      given[key === 'className' ? 'class' : attributes[key as Attribute] ?? key] = value;
    }
    return createElement(tag, given);
  });
  Component.displayName = name;
  return Component;
}

/** `<colophon-studio>`. The ref is the element: `ref.current.open(file)`. */
export const Studio = component<ColophonStudio, StudioProps>('colophon-studio', 'Studio', () => import('../element/define.js'));
/** `<colophon-earnings>`. The ref is the element: `ref.current.refresh()`. */
export const Earnings = component<ColophonEarnings, ColophonProps>('colophon-earnings', 'Earnings', () => import('../earnings/define.js'));
