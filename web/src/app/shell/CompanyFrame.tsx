import { useQuery } from "@tanstack/react-query";
import { Outlet, useNavigate, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { asProblem } from "@/api/problem";
import { Failure } from "@/kit/Failure";
import { useCompany } from "../here";
import { MeContext } from "../may";
import { Proofs } from "../proof";
import { meIn } from "../session";
import { speakByDefault } from "../words";
import { PlanLimit } from "./PlanLimit";
import { Shell } from "./Shell";
import { ShellSkeleton } from "./ShellSkeleton";

const Suspended = lazy(() => import("./Suspended"));

/** Everything inside one company: who is it, may they, and the frame around the page. */
export function CompanyFrame() {
  const company = useCompany();
  const me = useQuery(meIn(company));
  const locale = me.data?.staff.locale;
  useEffect(() => speakByDefault(locale), [locale]);

  if (me.error !== null && asProblem(me.error).status === 401) return <ToLogIn company={company} />;
  if (me.error !== null && me.data === undefined)
    return <Failure error={me.error} again={() => void me.refetch()} />;
  if (me.data === undefined) return <ShellSkeleton />;
  return (
    <MeContext value={me.data}>
      {me.data.company.status === "active" || me.data.visit ? (
        <Shell>
          <Outlet />
        </Shell>
      ) : (
        <Suspense fallback={<ShellSkeleton />}>
          <Suspended>
            <Outlet />
          </Suspended>
        </Suspense>
      )}
      <Proofs />
      <PlanLimit />
    </MeContext>
  );
}

/** To the log-in, once, with the address to come back to. */
function ToLogIn({ company }: { company: string }) {
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(() => {
    const next = router.state.location.href;
    const search = { next, company } as never;
    void navigate({ to: "/account/log-in", search, replace: true, ignoreBlocker: true });
  }, [navigate, router, company]);
  return null;
}
