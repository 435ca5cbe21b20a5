import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import { useSearchWords } from "@/app/here";

export interface Tab {
  value: string;
  label: ReactNode;
  panel: ReactNode;
  /** Beside the label, such as a count. */
  beside?: ReactNode;
}

/** Tabs whose choice is in the address: `<UrlTabs tabs={[{ value: "words", label: t("words"), panel: <Words /> }]} />`. */
export function UrlTabs({ tabs, name = "tab" }: { tabs: readonly Tab[]; name?: string }) {
  const [words, change] = useSearchWords();
  const first = tabs[0]?.value ?? "";
  const chosen = tabs.some((tab) => tab.value === words[name]) ? words[name] : first;
  return (
    <Tabs
      value={chosen ?? first}
      onChange={(value) => change({ [name]: value === first ? undefined : (value ?? undefined) })}
    >
      <Tabs.List mb="md">
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.value} value={tab.value} rightSection={tab.beside}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.value} value={tab.value}>
          {tab.panel}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
