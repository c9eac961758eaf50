/** What a menu is made of. */
import type { Component } from "svelte";

/** The least width of a menu, in CSS pixels: where it is to end where its button does, it begins so much before. */
export const MENU_WIDTH = 208;

/** One line of a menu: an act, another menu, or a line between groups. */
export type MenuItem =
  | "line"
  | {
      readonly label: string;
      readonly icon?: Component<{ size?: number }>;
      /** The keys that do the same, to be learnt by looking. */
      readonly keys?: string;
      readonly run?: () => void;
      readonly items?: readonly MenuItem[];
      /** For a choice among several: whether it is the one. */
      readonly checked?: boolean;
      /** The menu stays open after it, for more of the same. */
      readonly stays?: boolean;
      readonly disabled?: boolean;
      readonly testid?: string;
    };
