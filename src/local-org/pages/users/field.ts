import type { Html } from "../html.ts";
import { html } from "../html.ts";

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly problem: string | undefined;
  readonly autocomplete: string;
  readonly inputMode?: "email";
  readonly isFirst?: boolean;
  readonly isCode?: boolean;
}

/** A field with its label, its hint and what is wrong with it, tied together. */
export function textField(field: Field): Html {
  const { name, problem, hint } = field;
  const described = [problem && `${name}-problem`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return html`<div class="field">
    <label for="${name}">${field.label}</label>
    ${problem === undefined ? undefined : html`<p class="wrong" id="${name}-problem">${problem}</p>`}
    <input
      id="${name}"
      name="${name}"
      value="${field.value}"
      autocomplete="${field.autocomplete}"
      required${attributesOf(field)}${described === "" ? undefined : html` aria-describedby="${described}"`}
    />
    ${hint === undefined ? undefined : html`<p class="hint" id="${name}-hint">${hint}</p>`}
  </div>`;
}

function attributesOf({ problem, inputMode, isFirst = false, isCode = false }: Field): Html {
  return html`${problem === undefined ? undefined : html` aria-invalid="true"`}${
    inputMode === undefined ? undefined : html` inputmode="${inputMode}" autocapitalize="none"`
  }${isFirst ? html` autofocus` : undefined}${isCode ? html` class="code" spellcheck="false"` : undefined}`;
}
