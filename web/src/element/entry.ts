// The studio as a field of the page's own form: its value is the work as it is now, under the element's name.
import type { Messages } from './texts.js';
import type { OpenWork } from './work.js';

export class Entry {
  private readonly internals: ElementInternals | undefined;

  constructor(private readonly element: HTMLElement, onMissing: () => void) {
    // A browser without form association still has the studio.
    this.internals = 'attachInternals' in element ? element.attachInternals() : undefined;
    element.addEventListener('invalid', (event) => {
      event.preventDefault();
      onMissing();
    });
  }

  update(messages: Messages, work: OpenWork | undefined): void {
    if (!this.internals) return;
    const name = this.element.getAttribute('name'), form = new FormData();
    if (work && name) form.append(name, new File([work.blob], work.name, { type: work.mediaType }));
    this.internals.setFormValue(work && name ? form : null);
    if (!work && this.element.hasAttribute('required')) this.internals.setValidity({ valueMissing: true }, messages.drop.needed);
    else this.internals.setValidity({});
  }
}
