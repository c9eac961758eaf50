/** A list whose rows can be selected: what a selection needs to know of it. Rows have ids; places change all the time. */
export interface Listed {
  /** How many rows there are. */
  readonly total: number;
  /** Where a row stands; null when it is not in the list. */
  locate(id: number): Promise<number | null>;
  /** Where rows stand, in the order asked; null where one is not in the list. */
  places(ids: readonly number[]): Promise<readonly (number | null)[]>;
  /** The ids of a run of rows. */
  ids(start: number, count: number): Promise<readonly number[]>;
  /** Be told how to find which row has the focus. */
  followFocus(focus: () => number | null): void;
}
