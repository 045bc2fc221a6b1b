// A place for a text model: whatever has write(). There is none until the page gives one; endpointModel() makes one of an address that speaks OpenAI's chat completions.
import { ColophonError } from '../sdk/errors.js';

export interface TextRequest {
  /** What the writer asks for. */
  instruction: string;
  /** Text before the caret. */
  context: string;
  language: string;
}
export interface TextModel {
  /** As its operator calls it; shown, and named in the declaration. */
  readonly name: string;
  write(request: TextRequest, signal: AbortSignal): Promise<string>;
}
export interface Endpoint {
  name: string;
  /** The model that is asked for. */
  model: string;
  /** ".../chat/completions" of the site's own backend, which holds the key: no key belongs into a page. */
  address: string;
  headers?: () => Record<string, string> | Promise<Record<string, string>>;
}
const answerUnitsMax = 20_000, contextUnitsMax = 6000;

export function endpointModel({ name, model, address, headers }: Endpoint): TextModel {
  return {
    name,
    async write({ instruction, context, language }, signal) {
      const body = { model, messages: [{ role: 'system', content: `You continue the text of a book in the language ${language}. Answer with the text alone.` }, { role: 'user', content: `${context.slice(-contextUnitsMax)}\n\n${instruction}` }] };
      let response: Response;
      try {
        response = await fetch(new URL(address, document.baseURI), { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json', ...(await headers?.()) }, body: JSON.stringify(body), signal });
      } catch (cause) {
        if (signal.aborted) throw signal.reason;
        throw new ColophonError({ code: 'unavailable', field: 'textModel', detail: `${name} did not answer: check its address and the page's connect-src.` }, { cause });
      }
      const answer = (await response.json().catch(() => undefined)) as { choices?: { message?: { content?: unknown } }[] } | undefined, text = answer?.choices?.[0]?.message?.content;
      if (!response.ok || typeof text !== 'string') throw new ColophonError({ code: 'unavailable', field: 'textModel', status: response.status, detail: `${name} answered ${response.status} and gave no text.` });
      return text.slice(0, answerUnitsMax);
    },
  };
}
