const css = String.raw;

/** Cards, forms, buttons and notes. What can be pressed is 44 px (2.75rem) high. */
export const controls = css`
  .card {
    padding: 1.5rem;
    border: 1px solid var(--line);
    border-radius: 0.75rem;
    background: var(--surface);
  }
  .narrow main,
  .narrow header,
  .narrow footer {
    max-width: 29.5rem;
  }
  .narrow main {
    padding-top: 0.5rem;
  }
  .card + .hint,
  .list + .hint {
    margin-top: 1rem;
  }
  .field {
    margin: 0 0 1rem;
  }
  label,
  .label {
    display: block;
    margin-bottom: 0.25rem;
    font-weight: 600;
  }
  .hint {
    margin: 0.25rem 0 0;
    color: var(--quiet);
    font-size: 0.875rem;
  }
  .wrong {
    margin: 0.25rem 0 0;
    color: var(--bad);
    font-size: 0.875rem;
    font-weight: 600;
  }
  input,
  select {
    width: 100%;
    min-height: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--edge);
    border-radius: 0.5rem;
    background: var(--surface);
    color: inherit;
    font: inherit;
  }
  input:focus-visible,
  select:focus-visible {
    outline-offset: -1px;
    border-color: var(--accent);
  }
  input[aria-invalid="true"] {
    border-color: var(--bad);
    border-width: 2px;
  }
  input.user-code {
    font-size: 1.25rem;
    letter-spacing: 0.12em;
    text-transform: uppercase;
  }
  .with-button {
    display: flex;
    gap: 0.5rem;
  }
  .with-button input {
    min-width: 0;
  }
  .with-button button {
    flex: none;
    min-width: 4.5rem;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-height: 2.75rem;
    padding: 0.375rem 1rem;
    border: 1px solid var(--edge);
    border-radius: 0.5rem;
    background: var(--surface);
    color: var(--text);
    font: inherit;
    font-weight: 500;
    line-height: 1.25;
    text-align: center;
    overflow-wrap: normal;
    text-decoration: none;
    cursor: pointer;
  }
  button:hover,
  .button:hover {
    background: var(--sunken);
    color: var(--text);
  }
  button.main,
  .button.main {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  button.main:hover,
  .button.main:hover {
    border-color: var(--accent-strong);
    background: var(--accent-strong);
    color: var(--on-accent);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  .wide > button {
    flex: 1 1 100%;
  }
  .note {
    margin: 0 0 1rem;
    padding: 0.75rem 1rem;
    border: 1px solid var(--line);
    border-left: 0.25rem solid var(--good);
    border-radius: 0.5rem;
    background: var(--surface);
  }
  .note.bad {
    border-color: var(--bad-line);
    border-left-color: var(--bad);
    background: var(--bad-ground);
  }
  .note p {
    margin: 0;
  }
  .note p + p {
    margin-top: 0.25rem;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(5rem, max-content) minmax(0, 1fr);
    gap: 0.375rem 1rem;
    margin: 0 0 1.25rem;
  }
  dt {
    color: var(--quiet);
  }
  dd {
    margin: 0;
  }
  dl.stacked {
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
  }
  .stacked dd {
    margin-bottom: 0.75rem;
    color: var(--quiet);
  }
  @media (max-width: 23rem) {
    dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    dd {
      margin-bottom: 0.5rem;
    }
  }
  .card > :last-child {
    margin-bottom: 0;
  }
  h1 + form,
  h1 + .note {
    margin-top: 1rem;
  }
  .column {
    max-width: 29.5rem;
  }
  .asked {
    display: block;
    margin: 0 0 1rem;
    font-size: 1.75rem;
    letter-spacing: 0.12em;
  }
`;
