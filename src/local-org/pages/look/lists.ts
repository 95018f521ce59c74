const css = String.raw;

/** The lists of the activity and of the users. */
export const lists = css`
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    justify-content: space-between;
    gap: 0.75rem 1.5rem;
    margin-bottom: 1.25rem;
  }
  .note + .top {
    margin-top: 1.75rem;
  }
  .top p {
    margin: 0;
  }
  .filter {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    gap: 0.75rem;
    margin: 0 0 1rem;
  }
  .filter > div {
    flex: 1 1 10rem;
    max-width: 15rem;
  }
  .filter label {
    font-size: 0.875rem;
  }
  .live {
    display: flex;
    align-items: center;
    gap: 0.75rem;
  }
  .live span::before {
    content: "";
    display: inline-block;
    width: 0.5rem;
    height: 0.5rem;
    margin-right: 0.5rem;
    border-radius: 50%;
    background: var(--edge);
  }
  .live[data-state="live"] span::before {
    background: var(--good);
  }
  .list {
    margin: 0;
    padding: 0;
    list-style: none;
    border: 1px solid var(--line);
    border-radius: 0.75rem;
    background: var(--surface);
  }
  .list > li {
    padding: 0.75rem 1rem;
    border-top: 1px solid var(--line);
  }
  .list > li:first-child {
    border-top: 0;
    border-radius: 0.7rem 0.7rem 0 0;
  }
  .list > li:last-child {
    border-radius: 0 0 0.7rem 0.7rem;
  }
  .event {
    display: grid;
    grid-template-columns: 6.5rem minmax(0, 1fr) auto;
    gap: 0 1rem;
    align-items: baseline;
  }
  .event time {
    color: var(--quiet);
    font-variant-numeric: tabular-nums;
    font-size: 0.875rem;
  }
  .event p {
    margin: 0;
  }
  .event .head {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
  }
  .event .what {
    font-weight: 600;
  }
  .event.refused {
    background: var(--bad-ground);
    box-shadow: inset 0.25rem 0 0 var(--bad);
  }
  .event.new {
    animation: arrive 2s ease-out;
  }
  @keyframes arrive {
    from {
      background: color-mix(in srgb, var(--accent) 22%, var(--surface));
    }
  }
  .event .why {
    margin-top: 0.25rem;
  }
  .tag {
    display: inline-block;
    padding: 0 0.5rem;
    border: 1px solid currentColor;
    border-radius: 1rem;
    color: var(--quiet);
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 1.5rem;
    white-space: nowrap;
  }
  .tag.good {
    color: var(--good);
  }
  .tag.bad {
    color: var(--bad);
  }
  .tag.ask {
    color: var(--ask);
  }
  details {
    grid-column: 2 / -1;
  }
  summary {
    width: max-content;
    min-height: 2.75rem;
    padding: 0.75rem 0.5rem;
    margin: -0.375rem 0 -0.75rem -0.5rem;
    border-radius: 0.375rem;
    color: var(--quiet);
    font-size: 0.875rem;
    cursor: pointer;
  }
  summary:hover {
    color: var(--text);
  }
  details dl {
    margin: 0 0 0.5rem;
    font-size: 0.875rem;
  }
  .person {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.25rem 1.5rem;
    align-items: start;
  }
  .person h2 {
    margin: 0;
    font-size: 1rem;
  }
  .person > dl {
    grid-column: 1;
    margin: 0.25rem 0 0;
    font-size: 0.875rem;
  }
  .person > .actions {
    grid-column: 2;
    grid-row: 1 / span 2;
    justify-content: flex-end;
  }
  .empty {
    padding: 2.5rem 1.5rem;
    text-align: center;
  }
  .empty p {
    margin: 0 auto 0.5rem;
  }
  @media (max-width: 44rem) {
    .event {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .event time {
      grid-column: 1;
    }
    .event .tag {
      grid-row: 1;
      grid-column: 2;
    }
    .event .body,
    details {
      grid-column: 1 / -1;
    }
    .person {
      grid-template-columns: minmax(0, 1fr);
    }
    .person > .actions,
    .person > dl {
      grid-column: 1;
      grid-row: auto;
      justify-content: flex-start;
    }
    .person > .actions {
      margin-top: 0.5rem;
    }
    details dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 0 1rem;
    }
    details dd {
      margin-bottom: 0.375rem;
    }
  }
`;
