import { Button, Group, Stack, Table, Text, Textarea, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminAddPromotionCodes,
  adminCreateCodeBatch,
  adminGetPromotion,
  adminListCodeBatches,
  adminListPromotionCodes,
  adminListPromotions,
  adminSwitchPromotionCode,
} from "@/api/generated/sdk.gen";
import type { Promotion } from "@/api/generated/types.gen";
import { usePages, useRead, useWrite } from "@/api/query";
import { useCompany } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { Count } from "@/kit/Money";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { Pieces } from "./Pieces";
import classes from "./promotions.module.css";
import { usePromotionWords } from "./words";

const CHANGED = [adminListPromotionCodes, adminListCodeBatches, adminGetPromotion, adminListPromotions];

interface CodesProps {
  promotion: Promotion;
  mayWrite: boolean;
}

/** The codes that open a promotion: its own ones, and those that were made by the thousand. */
export function Codes({ promotion, mayWrite }: CodesProps) {
  const t = usePromotionWords();
  return (
    <Sections>
      {mayWrite && promotion.status !== "ended" ? (
        <>
          <Own promotion={promotion} />
          <Many promotion={promotion} />
        </>
      ) : null}
      <Section title={t("codes")}>
        <Listed promotion={promotion} mayWrite={mayWrite} />
      </Section>
    </Sections>
  );
}

function Own({ promotion }: { promotion: Promotion }) {
  const t = usePromotionWords();
  const [typed, setTyped] = useState("");
  const add = useWrite(adminAddPromotionCodes, {
    changes: CHANGED,
    done: () => setTyped(""),
    failed: tellProblem,
  });
  const codes = typed
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return (
    <Section title={t("newCodes")}>
      <Stack>
        <Textarea
          label={t("newCodes")}
          description={`${t("newCodesHelp")}. ${t("codesHelp")}`}
          autosize
          minRows={2}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group>
          <Button
            variant="default"
            disabled={codes.length === 0}
            loading={add.isPending}
            onClick={() => add.mutate({ path: { promotion: promotion.id }, body: { codes } })}
          >
            {t("newCodes")}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

function Many({ promotion }: { promotion: Promotion }) {
  const t = usePromotionWords();
  const company = useCompany();
  const [count, setCount] = useState<number | null>(1000);
  const [prefix, setPrefix] = useState("");
  const [each, setEach] = useState<number | null>(1);
  const batches = useRead(adminListCodeBatches, { path: { promotion: promotion.id } });
  const make = useWrite(adminCreateCodeBatch, {
    changes: CHANGED,
    done: (batch) => tell(t("made", { count: batch.count })),
    failed: tellProblem,
  });
  const file = `/api/tenants/${encodeURIComponent(company)}/admin/promotions/${promotion.id}/codes.csv`;
  return (
    <Section title={t("makeCodes")}>
      <Stack>
        <Group align="end" wrap="wrap">
          <Pieces label={t("count")} value={count} most={100_000} change={setCount} disabled={false} />
          <TextInput
            label={t("prefix")}
            maxLength={20}
            value={prefix}
            onChange={(event) => setPrefix(event.currentTarget.value)}
          />
          <Pieces label={t("usesEach")} value={each} most={10_000} change={setEach} disabled={false} />
          <Button
            variant="default"
            disabled={!count}
            loading={make.isPending}
            onClick={() =>
              make.mutate({
                path: { promotion: promotion.id },
                body: { count: count ?? 1, prefix, usage_limit: each },
              })
            }
          >
            {t("make")}
          </Button>
        </Group>
        {batches.data?.map((batch) => (
          <Group key={batch.id} justify="space-between">
            <Text size="sm">
              {batch.prefix ? `${batch.prefix}… · ` : ""}
              {t("batch", { count: batch.count, used: batch.used })} · <When at={batch.created_at} />
            </Text>
            <Button
              component="a"
              variant="default"
              size="xs"
              leftSection={<IconDownload size={14} />}
              href={`${file}?batch_id=${batch.id}`}
              download
            >
              {t("download")}
            </Button>
          </Group>
        ))}
        <Group>
          <Button
            component="a"
            variant="default"
            size="xs"
            leftSection={<IconDownload size={14} />}
            href={file}
            download
          >
            {t("downloadAll")}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

function Listed({ promotion, mayWrite }: CodesProps) {
  const t = usePromotionWords();
  const found = usePages(adminListPromotionCodes, {
    path: { promotion: promotion.id },
    query: { limit: 50 },
  });
  const act = useWrite(adminSwitchPromotionCode, { changes: CHANGED, failed: tellProblem });
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  if (!found.items) return <Skeletons />;
  if (found.items.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("noCodes")}
      </Text>
    );
  return (
    <Stack>
      <Table.ScrollContainer minWidth={320}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("code")}</Table.Th>
              <Table.Th>{t("uses")}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.items.map((code) => (
              <Table.Tr key={code.code}>
                <Table.Td className={classes.code}>
                  {code.code}{" "}
                  {code.is_disabled ? <StatusBadge tone="quiet">{t("disabled")}</StatusBadge> : null}
                </Table.Td>
                <Table.Td>
                  <Count value={code.uses} />
                  {code.usage_limit === null ? null : (
                    <>
                      {" / "}
                      <Count value={code.usage_limit} />
                    </>
                  )}
                </Table.Td>
                <Table.Td ta="right">
                  {mayWrite ? (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      aria-label={`${t(code.is_disabled ? "enable" : "disable")} ${code.code}`}
                      onClick={() =>
                        act.mutate({
                          path: { promotion: promotion.id, code: code.code },
                          body: { is_disabled: !code.is_disabled },
                        })
                      }
                    >
                      {t(code.is_disabled ? "enable" : "disable")}
                    </Button>
                  ) : null}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {found.hasNextPage ? (
        <Group>
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
            {t("more")}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}
