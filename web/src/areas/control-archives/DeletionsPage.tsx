import { Table, Text } from "@mantine/core";
import { controlListDeletions } from "@/api/generated/sdk.gen";
import type { Deletion } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { useLanguage } from "@/app/words";
import { CertificateLink } from "@/kit/archives/CertificateLink";
import { stateOf, TONES } from "@/kit/archives/states";
import { useArchiveWords } from "@/kit/archives/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";

/** Merchants that went, or are going, with the proof. */
export default function DeletionsPage() {
  const t = useArchiveWords();
  const found = useRead(controlListDeletions, {});
  return (
    <Page title={t("deletionsTitle")} about={t("deletionsAbout")} width="wide">
      {found.error ? (
        <Failure error={found.error} again={found.refetch} />
      ) : !found.data ? (
        <Skeletons />
      ) : found.data.length === 0 ? (
        <EmptyState title={t("noDeletion")} text={t("noDeletionHelp")} />
      ) : (
        <Table.ScrollContainer minWidth={640} tabIndex={0}>
          <Table verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("name")}</Table.Th>
                <Table.Th>{t("state")}</Table.Th>
                <Table.Th>{t("when")}</Table.Th>
                <Table.Th ta="right">{t("rows")}</Table.Th>
                <Table.Th>{t("proof")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.data.map((each) => (
                <Line key={each.id} deletion={each} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Page>
  );
}

function Line({ deletion }: { deletion: Deletion }) {
  const t = useArchiveWords();
  const language = useLanguage();
  const state = stateOf(deletion);
  return (
    <Table.Tr>
      <Table.Td>
        <GoLink to={`/tenants/${deletion.tenant_id}/archives`} c="inherit" size="sm" fw={550}>
          {deletion.name}
        </GoLink>
        <Text size="xs" c="dimmed">
          {deletion.slug}
        </Text>
      </Table.Td>
      <Table.Td>
        <StatusBadge tone={TONES[state]}>{t(`state_${state}`)}</StatusBadge>
      </Table.Td>
      <Table.Td>
        <When at={deletion.asked_at} />
      </Table.Td>
      <Table.Td ta="right">{new Intl.NumberFormat(language).format(deletion.rows)}</Table.Td>
      <Table.Td>{state === "done" ? <CertificateLink deletion={deletion} /> : null}</Table.Td>
    </Table.Tr>
  );
}
