import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

import svelteConfig from "./svelte.config.js";

const platform = {
  group: ["@tauri-apps/*", "tauri-plugin-*"],
  message: "Only src/lib/backend.ts talks to the window. Add what you need to its `Backend` interface.",
};
const wholeIconSet = {
  name: "@lucide/svelte",
  message: "Import one icon from @lucide/svelte/icons/NAME: the whole set makes builds and tests many times slower.",
};
const restricted = (...patterns) => [
  "error",
  { paths: [wholeIconSet], patterns: [platform, ...patterns] },
];

export default ts.config(
  { ignores: ["node_modules/", "src/lib/contract.gen.ts"] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: [".svelte"] },
    },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": ["error", { allow: ["error", "warn"] }],
      "no-restricted-imports": restricted(),
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      // Stores replace whole sets behind `$state.raw`: a proxy around each of a hundred thousand ids costs and gives nothing.
      "svelte/prefer-svelte-reactivity": "off",
      "svelte/no-at-html-tags": "error",
      // The page's Content-Security-Policy refuses the attribute; a `style:` directive sets the property instead.
      "no-restricted-syntax": [
        "error",
        { selector: "SvelteAttribute[key.name='style']", message: "Use a class, or a style: directive." },
      ],
      "svelte/button-has-type": "error",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    // A test that calls what a component exports is in the same place.
    files: ["**/*.svelte", "src/ui/*.test.ts"],
    rules: {
      // Only svelte-check knows the types inside a component's markup; here they all look like `any`.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/restrict-plus-operands": "off",
    },
  },
  { files: ["src/lib/backend.ts"], rules: { "no-restricted-imports": "off" } },
  {
    files: ["src/components/**"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-imports": restricted({
        group: ["**/lib/backend", "**/lib/backend.fake", "**/lib/connect"],
        message: "Components read stores and call their methods. Put the request into a store.",
        allowTypeImports: true,
      }),
    },
  },
  {
    files: ["src/lib/**"],
    ignores: ["src/lib/backend.ts"],
    rules: {
      "no-restricted-imports": restricted({
        group: ["**/components/**", "**/ui/**"],
        message: "Stores know nothing of components. Let the component read the store instead.",
      }),
    },
  },
  {
    files: ["src/ui/**"],
    rules: {
      "no-restricted-imports": restricted({
        group: ["**/lib/**", "**/components/**"],
        message: "src/ui knows nothing of music. Pass what it shows as a property.",
      }),
    },
  },
  {
    files: ["eslint.config.js", "svelte.config.js"],
    extends: [ts.configs.disableTypeChecked],
  },
);
