import { Button, Group, Modal, Table, Text } from "@mantine/core";
import { useState } from "react";
import {
  adminCancelTransfer,
  adminGetTransfer,
  adminListStock,
  adminListTransfers,
  adminReceiveTransfer,
  adminSendTransfer,
} from "@/api/generated/sdk.gen";
import type { TransferLine } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { Quantity } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import classes from "./inventory.module.css";
import { useTransferStatus } from "./TransfersPage";
import { useInventoryWords } from "./words";

const CHANGES = [adminGetTransfer, adminListTransfers, adminListStock];

export default function TransferPage() {
  const t = useInventoryWords();
  const id = useParam("transfer");
  const statusOf = useTransferStatus();
  const [arrived, setArrived] = useState<Record<string, number | null>>({});
  const [isAsking, setAsking] = useState(false);
  const found = useRead(adminGetTransfer, { path: { transfer: id } });
  const row = found.data?.transfer;
  const maySend = useMay("inventory:write", { location: row?.from_location_id ?? "" });
  const mayReceive = useMay("inventory:write", { location: row?.to_location_id ?? "" });
  const said = (text: string) => () => {
    setAsking(false);
    tell(text);
  };
  const to = row?.to_location ?? "";
  const send = useWrite(adminSendTransfer, {
    changes: CHANGES,
    done: said(t("transferSent", { location: to })),
    failed: tellProblem,
  });
  const receive = useWrite(adminReceiveTransfer, {
    changes: CHANGES,
    done: said(t("transferReceived", { location: to })),
    failed: tellProblem,
  });
  const cancel = useWrite(adminCancelTransfer, {
    changes: CHANGES,
    done: said(t("transferCancelled")),
    failed: tellProblem,
  });
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data || !row) return <Skeletons />;
  const path = { transfer: id };
  const canCancel = maySend && (row.status === "draft" || row.status === "sent");
  const status = statusOf(row.status);
  return (
    <Page
      title={t("transferTitle", { number: `#${row.number}` })}
      beside={<StatusBadge tone={status.tone}>{status.label}</StatusBadge>}
      about={`${row.from_location} → ${row.to_location}`}
      crumbs={[
        { to: "/inventory", label: t("title") },
        { to: "/inventory/transfers", label: t("transfers") },
      ]}
      acts={
        canCancel ? (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t("cancelTransfer")}
          </Button>
        ) : null
      }
      primary={
        row.status === "draft" && maySend ? (
          <Button loading={send.isPending} onClick={() => send.mutate({ path, version: row.version })}>
            {t("send")}
          </Button>
        ) : row.status === "sent" && mayReceive ? (
          <Button
            loading={receive.isPending}
            onClick={() => receive.mutate({ path, body: { lines: received(arrived) }, version: row.version })}
          >
            {Object.keys(arrived).length === 0 ? t("receiveAll") : t("receive")}
          </Button>
        ) : null
      }
    >
      <Sections>
        <Section flush>
          <Table.ScrollContainer
            minWidth={480}
            scrollAreaProps={{ viewportProps: { tabIndex: 0, role: "region", "aria-label": t("item") } }}
          >
            <Table className={classes.table ?? ""} verticalSpacing="sm" horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("item")}</Table.Th>
                  {row.status === "draft" ? (
                    <Table.Th className={classes.number ?? ""}>
                      {t("atStart", { location: row.from_location })}
                    </Table.Th>
                  ) : null}
                  <Table.Th className={classes.number ?? ""}>{t("toSend")}</Table.Th>
                  {row.status === "sent" || row.status === "received" ? (
                    <Table.Th className={classes.number ?? ""} w={160}>
                      {t("arrived")}
                    </Table.Th>
                  ) : null}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {found.data.lines.map((line) => (
                  <Table.Tr key={line.sku}>
                    <Table.Td>
                      {line.title}
                      <Text size="xs" c="dimmed">
                        {line.sku}
                      </Text>
                    </Table.Td>
                    {row.status === "draft" ? (
                      <Table.Td className={classes.number ?? ""}>
                        <Quantity value={line.on_hand} scale={line.scale} unit={line.unit} />
                      </Table.Td>
                    ) : null}
                    <Table.Td className={classes.number ?? ""}>
                      <Quantity value={line.quantity} scale={line.scale} unit={line.unit} />
                    </Table.Td>
                    {row.status === "sent" || row.status === "received" ? (
                      <Table.Td className={classes.number ?? ""}>
                        <Arrived
                          line={line}
                          isOpen={row.status === "sent" && mayReceive}
                          value={arrived[line.sku]}
                          onChange={(value) => setArrived({ ...arrived, [line.sku]: value })}
                        />
                      </Table.Td>
                    ) : null}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Section>
        <Text size="sm" c="dimmed">
          {t("created")} <When at={row.created_at} /> · {row.created_by}
          {row.note ? ` · ${row.note}` : ""}
        </Text>
      </Sections>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={t("cancelTransfer")}>
        <Text>
          {row.status === "sent" ? t("cancelSure", { location: row.from_location }) : t("cancelDraft")}
        </Text>
        <Group justify="flex-end" mt="md">
          <Button
            color="red"
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ path, version: row.version })}
          >
            {t("cancelTransfer")}
          </Button>
        </Group>
      </Modal>
    </Page>
  );
}

/** What was typed; lines that nobody touched arrived whole. */
function received(arrived: Record<string, number | null>): { sku: string; received: number }[] {
  return Object.entries(arrived).flatMap(([sku, count]) =>
    count === null ? [] : [{ sku, received: count }],
  );
}

function Arrived({
  line,
  isOpen,
  value,
  onChange,
}: {
  line: TransferLine;
  isOpen: boolean;
  value: number | null | undefined;
  onChange: (value: number | null) => void;
}) {
  const t = useInventoryWords();
  if (!isOpen) return <Quantity value={line.received ?? 0} scale={line.scale} unit={line.unit} />;
  return (
    <QuantityInput
      aria-label={`${t("arrived")}: ${line.sku}`}
      scale={line.scale}
      value={value === undefined ? line.quantity : value}
      onChange={onChange}
    />
  );
}
