import { ActionIcon, Checkbox, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import { call } from "@/api/call";
import {
  adminCreateAttributeSet,
  adminListAttributeSets,
  adminUpdateAttributeSet,
} from "@/api/generated/sdk.gen";
import type { StaffAttribute, StaffAttributeSet } from "@/api/generated/types.gen";
import { refresh } from "@/api/query";
import { tell } from "@/app/messages";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { useProductWords } from "../words";
import { codeOf } from "./AttributeForm";

interface Values {
  name: string;
  members: { attribute: string; is_required: boolean }[];
}

interface SetFormProps {
  set: StaffAttributeSet | null;
  attributes: readonly StaffAttribute[];
  done: () => void;
}

/** A template: which attributes the form of a product asks for, in which order, and which must be filled in to sell it. */
export function SetForm({ set: given, attributes, done }: SetFormProps) {
  const t = useProductWords();
  const values = useMemo<Values>(
    () => ({
      name: given?.name ?? "",
      members: (given?.members ?? []).map(({ attribute, is_required }) => ({ attribute, is_required })),
    }),
    [given],
  );
  const record = useRecord<Values>({
    values,
    labels: { name: t("name"), members: t("members") },
    check: { name: (name) => (name.trim() ? null : t("nameNeeded")) },
    save: (now) =>
      given === null
        ? call(adminCreateAttributeSet, { body: { ...now, code: codeOf(now.name) } })
        : call(adminUpdateAttributeSet, { path: { attribute_set: given.id }, body: now }),
    saved: () => {
      refresh(adminListAttributeSets);
      tell(t("setSaved"));
      done();
    },
  });
  const { members } = record.values;
  const put = (next: Values["members"]) => record.set("members", next);
  const nameOf = (code: string) => attributes.find((one) => one.code === code)?.name ?? code;
  function move(place: number, by: number): void {
    const next = [...members];
    const [taken] = next.splice(place, 1);
    if (taken) next.splice(place + by, 0, taken);
    put(next);
  }
  return (
    <RecordForm record={record} isNew={given === null}>
      <Stack gap="sm">
        <TextInput {...record.field("name")} data-autofocus placeholder={t("setExample")} maxLength={80} />
        {members.map((member, place) => (
          <Group key={member.attribute} gap="xs" wrap="nowrap">
            <Text size="sm" fw={550} flex={1}>
              {nameOf(member.attribute)}
            </Text>
            <Checkbox
              label={t("required")}
              checked={member.is_required}
              onChange={(event) => {
                const is_required = event.currentTarget.checked;
                put(members.map((one, at) => (at === place ? { ...one, is_required } : one)));
              }}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={place === 0}
              aria-label={t("moveUp", { name: nameOf(member.attribute) })}
              onClick={() => move(place, -1)}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={place === members.length - 1}
              aria-label={t("moveDown", { name: nameOf(member.attribute) })}
              onClick={() => move(place, 1)}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("removeAttribute", { name: nameOf(member.attribute) })}
              onClick={() => put(members.filter((_, at) => at !== place))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Select
          label={t("addAttribute")}
          placeholder={t("chooseAttribute")}
          searchable
          value={null}
          data={attributes
            .filter((one) => members.every((member) => member.attribute !== one.code))
            .map((one) => ({ value: one.code, label: one.name }))}
          onChange={(code) => code && put([...members, { attribute: code, is_required: false }])}
        />
      </Stack>
    </RecordForm>
  );
}
