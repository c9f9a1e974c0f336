#!/usr/bin/env bash
# A Slurm cluster of one node for tests, in a folder of its own: key, socket, ports and state lie there, nothing outside is touched.
# slurm.sh up FOLDER prints the path of its configuration, for SLURM_CONF; slurm.sh down FOLDER ends it. Needs root, slurm-wlm, munge.
set -euo pipefail
verb="$1"
mkdir -p "$2"
here="$(cd "$2" && pwd)"
host="$(hostname -s)"

down() {
  for daemon in slurmd slurmctld munged; do
    if [[ -s "$here/$daemon.pid" ]]; then
      pid="$(cat "$here/$daemon.pid")"
      if [[ "$(cat "/proc/$pid/comm" 2>/dev/null)" == "$daemon" ]]; then kill -9 "$pid"; fi
    fi
  done
  # steps of jobs outlive the daemon that began them
  for pid in $(pgrep -x slurmstepd || true); do
    if { tr '\0' '\n' <"/proc/$pid/environ"; } 2>/dev/null | grep -qxF "SLURM_CONF=$here/slurm.conf"; then kill -9 "$pid"; fi
  done
}

# a port that nobody answers at
port() {
  local number
  while number=$((20000 + RANDOM % 20000)) && (exec 3<>"/dev/tcp/127.0.0.1/$number") 2>/dev/null; do :; done
  echo "$number"
}

if [[ "$verb" == down ]]; then
  down
  exit 0
fi
mkdir -p "$here/state" "$here/spool" "$here/munge"
chmod 755 "$here" "$here/munge"
(umask 077 && head -c 128 /dev/urandom >"$here/munge/key")
plugin="$(find /usr/lib -name auth_munge.so -path '*slurm*' | head -n 1)"
cat >"$here/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(port)
SlurmdPort=$(port)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$here/munge/socket,cred_expire=5
CredType=cred/munge
PluginDir=$(dirname "$plugin")
StateSaveLocation=$here/state
SlurmdSpoolDir=$here/spool
SlurmctldPidFile=$here/slurmctld.pid
SlurmdPidFile=$here/slurmd.pid
SlurmctldLogFile=$here/slurmctld.log
SlurmdLogFile=$here/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=2
CompleteWait=0
MinJobAge=3600
NodeName=$host NodeAddr=127.0.0.1 CPUs=${SLURM_CPUS:-4} State=UNKNOWN
PartitionName=test Nodes=$host Default=YES PriorityTier=1 MaxTime=INFINITE State=UP
PartitionName=urgent Nodes=$host PriorityTier=10 MaxTime=INFINITE State=UP
CONF
export SLURM_CONF="$here/slurm.conf"
{
  munged --force --key-file="$here/munge/key" --socket="$here/munge/socket" --pid-file="$here/munged.pid" --log-file="$here/munged.log" --seed-file="$here/munge/seed"
  slurmctld -i
  # a node that comes before its controller waits for a second try
  for _ in $(seq 200); do
    if scontrol ping | grep -q 'is UP'; then break; fi
    sleep 0.05
  done
  slurmd
} >>"$here/start.log" 2>&1
for _ in $(seq 300); do
  case "$(sinfo -h -o %t 2>/dev/null || true)" in
    idle | mix | alloc)
      echo "$SLURM_CONF"
      exit 0
      ;;
    down* | drain* | unk*) scontrol update NodeName="$host" State=RESUME >/dev/null 2>&1 || true ;;
  esac
  sleep 0.1
done
tail -n 20 "$here"/*.log >&2
down
exit 1
