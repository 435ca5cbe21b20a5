import { Alert, Button, Drawer, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import { adminInviteStaff, adminListRoles, adminListStaff } from "@/api/generated/sdk.gen";
import { refresh } from "@/api/query";
import { useGo } from "@/app/here";
import { tell } from "@/app/messages";
import { LANGUAGES, useLanguage } from "@/app/words";
import { useAct } from "./acting";
import { complaintAbout, type Draft, inputOf, NOTHING } from "./drafts";
import { GrantsEditor } from "./GrantsEditor";
import { useStaffWords } from "./words";

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

interface InviteDrawerProps {
  close: () => void;
  /** Somebody who worked here before. */
  again?: { email: string; name: string };
}

/** A letter with a link that works once, and the rights that it brings. */
export function InviteDrawer({ close, again }: InviteDrawerProps) {
  const t = useStaffWords();
  const go = useGo();
  const spoken = useLanguage();
  const [email, setEmail] = useState(again?.email ?? "");
  const [name, setName] = useState(again?.name ?? "");
  const [locale, setLocale] = useState<string>(spoken);
  const [grants, setGrants] = useState<Draft[]>([NOTHING]);
  const [isStrict, setStrict] = useState(false);
  const { isRunning, problem, run } = useAct();
  const isAddress = ADDRESS.test(email.trim());
  const isRefused = problem?.code.includes("Email") || problem?.code === "AlreadyInvited";

  async function send(): Promise<void> {
    setStrict(true);
    if (!isAddress || complaintAbout(grants) !== null) return;
    let id = "";
    const body = { email: email.trim(), name: name.trim(), locale, grants: grants.map(inputOf) };
    const isDone = await run(async () => {
      id = (await call(adminInviteStaff, { body })).id ?? "";
    });
    if (!isDone) return;
    tell(t("inviteSent", { email: body.email }));
    refresh(adminListStaff, adminListRoles);
    close();
    if (again) go(`/staff/${id}`);
  }

  return (
    <Drawer
      opened
      onClose={close}
      closeButtonProps={{ "aria-label": t("close") }}
      position="right"
      size="lg"
      title={t("inviteTitle")}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t("inviteAbout")}
          </Text>
          {problem && !isRefused ? <Alert color="red" role="alert" title={problem.title} /> : null}
          <TextInput
            type="email"
            label={t("email")}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={isRefused ? problem?.title : isStrict && !isAddress ? t("emailNeeded") : null}
            autoComplete="off"
            disabled={again !== undefined}
            data-autofocus
          />
          <TextInput
            label={t("inviteName")}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
            autoComplete="off"
          />
          <Select
            label={t("inviteLanguage")}
            data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
            value={locale}
            onChange={(value) => setLocale(value ?? spoken)}
            allowDeselect={false}
          />
          <div>
            <Text fw={600} mb="xs">
              {t("rights")}
            </Text>
            <GrantsEditor drafts={grants} change={setGrants} isStrict={isStrict} />
          </div>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("stop")}
            </Button>
            <Button type="submit" loading={isRunning}>
              {t("inviteSend")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
