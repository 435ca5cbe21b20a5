import { Avatar, Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconKeyboard, IconLogout, IconSwitchHorizontal, IconUserCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { areas } from "../areas";
import { PlainLink, useGo } from "../here";
import { useMe } from "../may";
import { logOut, sessions } from "../session";
import { LANGUAGES, type Language, speak, useLanguage } from "../words";
import { useShellWords } from "../words.shell";
import { openSheet } from "./opened";
import classes from "./PersonMenu.module.css";

const PROFILE = "/profile";
const HAS_PROFILE = areas.some((area) => area.routes.some((route) => route.path === PROFILE));

/** Who I am, my language and light, and the way out. */
export default function PersonMenu() {
  const t = useShellWords();
  const { staff, role, company: here } = useMe();
  const opened = useQuery(sessions);
  const elsewhere = (opened.data ?? []).filter(({ company }) => company.slug !== here.slug);
  const go = useGo();
  const spoken = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  async function leave(): Promise<void> {
    await logOut();
    go("/account/log-in", { force: true });
  }
  return (
    <Menu width={264} withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.target} aria-label={t("person")}>
          <Avatar size={28} radius="xl" color="iris" name={staff.name} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <Text fw={600} size="sm" truncate>
            {staff.name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {staff.email} · {role}
          </Text>
        </div>
        <Menu.Divider />
        {HAS_PROFILE ? (
          <Menu.Item leftSection={<IconUserCircle size={16} />} component={PlainLink} to={PROFILE}>
            {t("profile")}
          </Menu.Item>
        ) : null}
        {elsewhere.map(({ company }) => (
          <Menu.Item
            key={company.slug}
            component="a"
            href={`/console/${company.slug}`}
            leftSection={<IconSwitchHorizontal size={16} />}
          >
            {t("switchTo", { company: company.name })}
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={<IconKeyboard size={16} />}
          onClick={openSheet}
          rightSection={<Text size="xs">?</Text>}
        >
          {t("shortcuts")}
        </Menu.Item>
        <Menu.Divider />
        <div className={classes.choice}>
          <Text size="xs" c="dimmed">
            {t("language")}
          </Text>
          <SegmentedControl
            fullWidth
            aria-label={t("language")}
            value={spoken}
            onChange={(value) => speak(value as Language)}
            data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          />
          <Text size="xs" c="dimmed">
            {t("appearance")}
          </Text>
          <SegmentedControl
            fullWidth
            aria-label={t("appearance")}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
            data={[
              { value: "light", label: t("light") },
              { value: "dark", label: t("dark") },
              { value: "auto", label: t("system") },
            ]}
          />
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          {t("logOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
