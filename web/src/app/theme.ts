import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  mergeThemeOverrides,
} from "@mantine/core";
import type { Language } from "./words";

/** The head of a dialog is no landmark of the page: the page has one already. */
const UNMARKED = { header: { role: "none" } };

/** Cool greys: nine steps from paper to ink. */
const gray: MantineColorsTuple = [
  "#fafafb",
  "#f4f4f6",
  "#e9e9ed",
  "#dcdce2",
  "#c5c5cd",
  "#9a9aa5",
  "#71717d",
  "#55555f",
  "#37373f",
  "#1c1c21",
];

const dark: MantineColorsTuple = [
  "#e8e8ec",
  "#b9b9c2",
  "#9494a0",
  "#6b6b77",
  "#3a3b43",
  "#2a2b32",
  "#212228",
  "#191a1f",
  "#131417",
  "#0d0e10",
];

/** For what destroys and what failed: dark enough in the middle that white reads on it. */
const red: MantineColorsTuple = [
  "#fff5f5",
  "#ffe3e3",
  "#ffc9c9",
  "#ffa8a8",
  "#ff8787",
  "#d9362f",
  "#d9362f",
  "#c92a2a",
  "#b42318",
  "#971b12",
];

/** The one accent. */
const iris: MantineColorsTuple = [
  "#f0f0fe",
  "#e0e0fc",
  "#c2c2f7",
  "#9f9ff1",
  "#7f7fea",
  "#6463e0",
  "#5250d3",
  "#4341b8",
  "#363494",
  "#2a2972",
];

const CONTROL = "2rem";
const font =
  '"Inter Variable", "Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const shadow = "0 1px 2px rgb(15 15 25 / 6%), 0 8px 28px -6px rgb(15 15 25 / 16%)";

/** Small is the size of the console; extra small is for rows. */
function height(size: unknown): string {
  return size === "xs" || size === "compact-sm" ? "1.75rem" : size === "md" ? "2.5rem" : CONTROL;
}

interface Sized {
  size?: unknown;
}

/** Components are named and not imported: what a page does not use is not loaded for its looks. */
const theme = createTheme({
  colors: { gray, dark, iris, red },
  primaryColor: "iris",
  primaryShade: { light: 6, dark: 5 },
  fontFamily: font,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.875rem", md: "0.875rem", lg: "1.0625rem", xl: "1.25rem" },
  lineHeights: { xs: "1.35", sm: "1.45", md: "1.45", lg: "1.4", xl: "1.3" },
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.25" },
      h2: { fontSize: "1.0625rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
      h4: { fontSize: "0.875rem", lineHeight: "1.4" },
      h5: { fontSize: "0.875rem", lineHeight: "1.4" },
      h6: { fontSize: "0.75rem", lineHeight: "1.4" },
    },
  },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { xs: "6px", sm: "6px", md: "10px", lg: "10px", xl: "10px" },
  defaultRadius: "sm",
  shadows: { xs: shadow, sm: shadow, md: shadow, lg: shadow, xl: shadow },
  breakpoints: { xs: "30em", sm: "48em", md: "62em", lg: "75em", xl: "90em" },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: "sm" },
      vars: (_: unknown, props: Sized) => ({
        root: {
          "--button-height": height(props.size),
          "--button-padding-x": props.size === "xs" ? "0.625rem" : "0.75rem",
        },
      }),
    },
    ActionIcon: {
      defaultProps: { variant: "subtle", color: "gray", size: "md" },
    },
    Input: {
      defaultProps: { size: "sm" },
      vars: (_: unknown, props: Sized) => ({ wrapper: { "--input-height": height(props.size) } }),
    },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ["label", "description", "input", "error"] },
    },
    TextInput: { defaultProps: { size: "sm" } },
    Textarea: { defaultProps: { size: "sm", autosize: true, minRows: 3 } },
    Select: { defaultProps: { size: "sm", allowDeselect: false, checkIconPosition: "right" } },
    Checkbox: { defaultProps: { size: "xs", radius: 4 } },
    Switch: { defaultProps: { size: "sm", withThumbIndicator: false } },
    Badge: { defaultProps: { variant: "light", size: "md", radius: "sm" } },
    Card: { defaultProps: { withBorder: true, radius: "md", padding: "md" } },
    Paper: { defaultProps: { radius: "md" } },
    Table: { defaultProps: { verticalSpacing: 8, horizontalSpacing: 12 } },
    Tabs: { defaultProps: { keepMounted: false } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Tooltip: {
      defaultProps: {
        openDelay: 350,
        withArrow: false,
        fz: "xs",
        events: { hover: true, focus: true, touch: false },
      },
    },
    Menu: {
      defaultProps: {
        shadow: "md",
        radius: "md",
        position: "bottom-end",
        transitionProps: { duration: 120 },
      },
    },
    Popover: {
      defaultProps: { shadow: "md", radius: "md", transitionProps: { duration: 120 } },
    },
    Modal: {
      defaultProps: {
        radius: "md",
        centered: true,
        overlayProps: { backgroundOpacity: 0.35 },
        transitionProps: { duration: 140 },
        attributes: UNMARKED,
      },
    },
    Drawer: {
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.35 },
        transitionProps: { duration: 160 },
        attributes: UNMARKED,
      },
    },
    NavLink: { defaultProps: { variant: "subtle" } },
    Notification: { defaultProps: { radius: "md", withBorder: true } },
    Pagination: { defaultProps: { size: "sm" } },
    Skeleton: { defaultProps: { radius: "sm" } },
  },
});

/** Every dialog has a cross, and the cross a name. */
function closedBy(name: string) {
  const defaultProps = { closeButtonProps: { "aria-label": name } };
  return mergeThemeOverrides(theme, { components: { Modal: { defaultProps }, Drawer: { defaultProps } } });
}

export const themes: Readonly<Record<Language, typeof theme>> = {
  en: closedBy("Close"),
  fr: closedBy("Fermer"),
};

/** Surfaces: the page is a little sunken, cards and fields are paper. */
export const surfaces: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": "#1f1f26",
    "--mantine-color-dimmed": "#62626d",
    "--mantine-color-placeholder": "#74747f",
    "--mantine-color-default-border": "#d9d9e0",
    "--mantine-color-default-hover": "#f4f4f6",
    "--mantine-color-error": "#c0232c",
    "--duka-page": "#f6f6f8",
    "--duka-side": "#efeff2",
    "--duka-raised": "#ffffff",
    "--duka-line": "#e5e5ea",
    "--duka-hover": "#f4f4f7",
    "--duka-chosen": "#ebebfb",
    "--duka-good": "#136c43",
    "--duka-good-back": "#e2f4ea",
    "--duka-warn": "#855300",
    "--duka-warn-back": "#fdf1d6",
    "--duka-bad": "#b01f29",
    "--duka-bad-back": "#fce8e8",
    "--duka-info": "#1d59a6",
    "--duka-info-back": "#e5effb",
    "--duka-quiet": "#565661",
    "--duka-quiet-back": "#ececf0",
  },
  dark: {
    "--mantine-color-body": "#17181c",
    "--mantine-color-text": "#e6e6ea",
    "--mantine-color-dimmed": "#9d9da8",
    "--mantine-color-placeholder": "#8a8a95",
    "--mantine-color-default": "#1d1e23",
    "--mantine-color-default-hover": "#24252b",
    "--mantine-color-default-border": "#34353d",
    "--mantine-color-error": "#ff8a8a",
    "--duka-page": "#101114",
    "--duka-side": "#0c0d0f",
    "--duka-raised": "#17181c",
    "--duka-line": "#26272d",
    "--duka-hover": "#1e1f24",
    "--duka-chosen": "#25254a",
    "--duka-good": "#74d6a1",
    "--duka-good-back": "#13301f",
    "--duka-warn": "#efc46d",
    "--duka-warn-back": "#36290c",
    "--duka-bad": "#ff9a98",
    "--duka-bad-back": "#3d1618",
    "--duka-info": "#92c1f7",
    "--duka-info-back": "#14273f",
    "--duka-quiet": "#b5b5bf",
    "--duka-quiet-back": "#292a31",
  },
});
