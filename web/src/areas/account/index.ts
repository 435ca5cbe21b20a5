import type { Area } from "@/app/area";

/** Getting in, and one's own account. */
export const area: Area = {
  id: "account",
  routes: [
    { path: "/log-in", page: () => import("./LogInPage"), outside: true },
    { path: "/sign-up", page: () => import("./SignUpPage"), outside: true },
    { path: "/verify", page: () => import("./VerifyPage"), outside: true },
    { path: "/forgot", page: () => import("./ForgotPage"), outside: true },
    { path: "/reset", page: () => import("./ResetPage"), outside: true },
    { path: "/join", page: () => import("./JoinPage"), outside: true },
    { path: "/profile", page: () => import("./ProfilePage"), permission: "account:manage" },
  ],
  commands: [
    {
      id: "profile",
      label: { en: "Your account and security", fr: "Votre compte et sa sécurité" },
      keywords: "profile password mot de passe passkey clé session two-factor double",
      to: "/profile",
      permission: "account:manage",
    },
  ],
};
