import { Button, Group, Select, Stack, Table, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { controlListFlagSwitches, controlListMerchantPhases } from "@/api/generated/sdk.gen";
import { usePages, useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMay } from "@/app/may";
import { Failure } from "@/kit/Failure";
import { type Own, SwitchDialog } from "@/kit/flags/SwitchDialog";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { useControlFlagWords } from "./words";

interface Company {
  id: string;
  name: string;
}

const PAUSE = 250;

/** The companies with a switch of their own, and a way to give one to another. */
export function Switches({ flag }: { flag: string }) {
  const t = useControlFlagWords();
  const mayWrite = useMay("flags:write");
  const [wanted, setWanted] = useState<{ company: Company; own: Own } | null>(null);
  const found = usePages(controlListFlagSwitches, { path: { flag }, query: { limit: 20 } });
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  if (!found.items) return <Skeletons lines={4} />;
  return (
    <Section title={t("switchesTitle")} about={t("switchesAbout")}>
      <Stack>
        {found.items.length === 0 ? <Text size="sm">{t("switchesNone")}</Text> : null}
        {found.items.length > 0 ? (
          <Table.ScrollContainer minWidth={460}>
            <Table>
              <Table.Tbody>
                {found.items.map((row) => (
                  <Table.Tr key={row.tenant_id}>
                    <Table.Td>
                      <GoLink to={`/tenants/${row.tenant_id}`} size="sm" c="inherit" fw={550}>
                        {row.name}
                      </GoLink>
                      {row.note ? (
                        <Text size="xs" c="dimmed">
                          {row.note}
                        </Text>
                      ) : null}
                    </Table.Td>
                    <Table.Td>
                      <StatusBadge tone={row.is_on ? "good" : "quiet"}>
                        {t(row.is_on ? "isOn" : "isOff")}
                      </StatusBadge>
                    </Table.Td>
                    <Table.Td>
                      <Text size="sm" component="div">
                        {t.rich("changedBy", { name: row.changed_by, at: <When at={row.changed_at} /> })}
                      </Text>
                    </Table.Td>
                    <Table.Td ta="right">
                      {mayWrite ? (
                        <Button
                          size="xs"
                          variant="default"
                          aria-label={t("takeAwayOf", { company: row.name })}
                          onClick={() =>
                            setWanted({ company: { id: row.tenant_id, name: row.name }, own: "none" })
                          }
                        >
                          {t("takeAway")}
                        </Button>
                      ) : null}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        ) : null}
        {found.hasNextPage ? (
          <Button variant="subtle" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
            {t("more")}
          </Button>
        ) : null}
        {mayWrite ? <Adding choose={(company, own) => setWanted({ company, own })} /> : null}
      </Stack>
      {wanted ? (
        <SwitchDialog
          tenant={wanted.company.id}
          company={wanted.company.name}
          feature={flag}
          own={wanted.own}
          close={() => setWanted(null)}
        />
      ) : null}
    </Section>
  );
}

function Adding({ choose }: { choose: (company: Company, own: Own) => void }) {
  const t = useControlFlagWords();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<Company | null>(null);
  const [search] = useDebouncedValue(typed, PAUSE);
  const found = useRead(controlListMerchantPhases, { query: { search, limit: 10 } }, { keep: true });
  const companies: Company[] = (found.data?.items ?? []).map((row) => ({
    id: row.tenant_id,
    name: row.name,
  }));
  const offered =
    chosen && !companies.some((one) => one.id === chosen.id) ? [chosen, ...companies] : companies;
  return (
    <Group align="flex-end" gap="sm">
      <Select
        label={t("addCompany")}
        searchable
        clearable
        data={offered.map((one) => ({ value: one.id, label: one.name }))}
        value={chosen?.id ?? null}
        searchValue={typed}
        onSearchChange={setTyped}
        onChange={(id) => setChosen(offered.find((one) => one.id === id) ?? null)}
        filter={({ options }) => options}
      />
      <Button variant="default" disabled={chosen === null} onClick={() => chosen && choose(chosen, "on")}>
        {t("addOn")}
      </Button>
      <Button variant="default" disabled={chosen === null} onClick={() => chosen && choose(chosen, "off")}>
        {t("addOff")}
      </Button>
    </Group>
  );
}
