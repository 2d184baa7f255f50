#!/usr/bin/env bash
# galera.sh: a MariaDB Galera cluster of three nodes on the loopback, to measure beside. `galera.sh help` lists the commands.
#
# The nodes begin as copies of one prepared directory that all call the same moment of the same history theirs, so none has to fetch
# another's state, and any user may run them: no rsync between daemons, no account of their own.
set -euo pipefail

readonly NODES=3
readonly PORTS_A_NODE=3
readonly HOST=127.0.0.1
readonly PROVIDERS=(/usr/lib/galera/libgalera_smm.so /usr/lib64/galera-4/libgalera_smm.so)
readonly PACKAGES=(mariadb-server galera-4)
readonly FIRST_PORT=14300
readonly WAIT_SECONDS=60
# Set BUFFER_POOL for data that does not fit, APPLIERS for more threads that apply what other nodes committed.
readonly BUFFER_POOL="${BUFFER_POOL:-256M}"
readonly APPLIERS="${APPLIERS:-4}"

help() {
    cat <<'TEXT'
Usage: galera.sh COMMAND DIRECTORY [PORT...]

  up DIRECTORY [PORT...]  install MariaDB and Galera if they are missing (Debian, as root), start three nodes with their data in
                          DIRECTORY, or start again what `down` left there, and wait until all are in the cluster; nine ports,
                          three for each node: SQL, group, state transfer; by default from 14300
  down DIRECTORY          shut the nodes down and leave their data
  status DIRECTORY        a line for each node
  kill DIRECTORY NODE     end a node (1 to 3) as a crash would

Each commit is synced on each node (innodb_flush_log_at_trx_commit=1). The database is `bench`, its user `bench`, password `bench`.
With OWNER set to a process, the nodes go down once that has ended.
TEXT
}

die() {
    printf 'galera.sh: %s\n' "$*" >&2
    exit 1
}

# Sets PROVIDER.
find_provider() {
    local each
    for each in "${PROVIDERS[@]}"; do
        if [ -e "$each" ]; then
            PROVIDER="$each"
            return 0
        fi
    done
    return 1
}

need_packages() {
    local told
    if command -v mariadbd >/dev/null && command -v mariadb-install-db >/dev/null && find_provider; then
        return
    fi
    if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
        die "mariadbd or Galera's library is not there. Debian: apt-get install ${PACKAGES[*]}"
    fi
    printf 'galera.sh: installing %s\n' "${PACKAGES[*]}" >&2
    # At run level 1 the package starts no service.
    told="$({ apt-get update && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        "${PACKAGES[@]}"; } 2>&1 </dev/null)" || die "apt-get could not install ${PACKAGES[*]}: $told"
    find_provider || die "Galera's library is in none of ${PROVIDERS[*]} after installing it"
}

# port NODE WHICH: 1 for SQL, 2 for the group, 3 for state transfer.
port() {
    sed -n "$((($1 - 1) * PORTS_A_NODE + $2))p" "$DIRECTORY/ports"
}

addresses() {
    local node list=""
    for ((node = 1; node <= NODES; node++)); do
        list="$list${list:+,}$HOST:$(port "$node" 2)"
    done
    printf 'gcomm://%s' "$list"
}

client() {
    local node="$1"
    shift
    mariadb --no-defaults --protocol=socket --socket="$DIRECTORY/node-$node.sock" --user=root --batch --skip-column-names "$@"
}

# server NODE OPTION...: starts mariadbd in the background.
server() {
    local node="$1"
    shift
    setsid mariadbd --no-defaults --user="$(id -un)" --datadir="$DIRECTORY/node-$node" --socket="$DIRECTORY/node-$node.sock" \
        --pid-file="$DIRECTORY/node-$node.pid" --log-error="$DIRECTORY/node-$node.log" \
        --bind-address="$HOST" --port="$(port "$node" 1)" --server-id="$node" --skip-name-resolve --max-connections=500 \
        --default-storage-engine=InnoDB --binlog-format=ROW --innodb-autoinc-lock-mode=2 \
        --innodb-flush-log-at-trx-commit=1 --innodb-doublewrite=1 --innodb-flush-method=O_DIRECT \
        --innodb-buffer-pool-size="$BUFFER_POOL" --innodb-log-file-size=256M --innodb-snapshot-isolation=ON \
        --transaction-isolation=REPEATABLE-READ --performance-schema=OFF "$@" </dev/null >"$DIRECTORY/node-$node.out" 2>&1 &
    printf '%s' "$!" >"$DIRECTORY/node-$node.process"
}

member() {
    local node="$1" address="$2" group
    shift 2
    group="$(port "$node" 2)"
    server "$node" --wsrep-on=ON --wsrep-provider="$PROVIDER" --wsrep-cluster-name=bench --wsrep-cluster-address="$address" \
        --wsrep-node-name="node-$node" --wsrep-node-address="$HOST:$group" --wsrep-slave-threads="$APPLIERS" \
        --wsrep-sst-method=mysqldump --wsrep-sst-auth=root: --wsrep-sst-receive-address="$HOST:$(port "$node" 1)" \
        --wsrep-provider-options="gmcast.listen_addr=tcp://$HOST:$group;ist.recv_addr=$HOST:$(port "$node" 3);gcache.size=256M" "$@"
}

# Whether a node's process is there, and, should its number have been given to another since, still that node's.
running() {
    local process
    process="$(cat "$DIRECTORY/node-$1.process" 2>/dev/null)" || return 1
    [[ "$(ps -o args= -p "$process" 2>/dev/null)" == *"--datadir=$DIRECTORY/node-$1 "* ]]
}

# await NODE STATE: until the node says so of itself; with an empty STATE until it answers.
await() {
    local node="$1" state="$2" until=$((SECONDS + WAIT_SECONDS)) now
    while :; do
        if now="$(client "$node" -e "show status like 'wsrep_local_state_comment'" 2>/dev/null)"; then
            [ -n "$state" ] && [ "${now##*$'\t'}" != "$state" ] || return 0
        fi
        kill -0 "$(cat "$DIRECTORY/node-$node.process")" 2>/dev/null ||
            die "node $node has ended: $(tail -n 5 "$DIRECTORY/node-$node.log")"
        [ "$SECONDS" -lt "$until" ] || die "node $node is not there after $WAIT_SECONDS s: $(tail -n 5 "$DIRECTORY/node-$node.log")"
        sleep 0.1
    done
}

# The first node makes the tables while it is alone and is closed again; the others become copies of it.
prepare() {
    local node
    mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$DIRECTORY/node-1" --skip-test-db \
        --auth-root-authentication-method=normal >"$DIRECTORY/install.log" 2>&1 ||
        die "mariadb-install-db failed: $(tail -n 5 "$DIRECTORY/install.log")"
    member 1 gcomm:// --wsrep-new-cluster
    await 1 Synced
    client 1 <<'SQL'
CREATE DATABASE bench;
CREATE USER bench@'127.0.0.1' IDENTIFIED BY 'bench';
GRANT ALL ON bench.* TO bench@'127.0.0.1';
CREATE TABLE bench.rows_of_bench (k VARBINARY(255) PRIMARY KEY, v MEDIUMBLOB NOT NULL) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;
SQL
    stop 1
    for ((node = 2; node <= NODES; node++)); do
        cp -R "$DIRECTORY/node-1" "$DIRECTORY/node-$node"
        # Who it is in the group; each has to find its own.
        rm -f "$DIRECTORY/node-$node/gvwstate.dat" "$DIRECTORY/node-$node/galera.cache"
    done
}

up() {
    local node
    need_packages
    mkdir -p "$DIRECTORY"
    if [ "$#" -eq 0 ]; then
        set -- $(seq "$FIRST_PORT" $((FIRST_PORT + NODES * PORTS_A_NODE - 1)))
    fi
    [ "$#" -eq $((NODES * PORTS_A_NODE)) ] || die "$((NODES * PORTS_A_NODE)) ports are needed, $# were given"
    printf '%s\n' "$@" >"$DIRECTORY/ports"
    # A cluster that does not come up leaves no process behind.
    trap 'down' EXIT
    if [ ! -e "$DIRECTORY/prepared" ]; then
        rm -rf "$DIRECTORY"/node-*
        prepare
        touch "$DIRECTORY/prepared"
    fi
    sed -i 's/^safe_to_bootstrap: .*/safe_to_bootstrap: 1/' "$DIRECTORY/node-1/grastate.dat"
    member 1 "$(addresses)" --wsrep-new-cluster
    await 1 Synced
    for ((node = 2; node <= NODES; node++)); do
        member "$node" "$(addresses)"
        await "$node" Synced
    done
    trap - EXIT
    if [ -n "${OWNER:-}" ]; then
        (
            tail --pid="$OWNER" -f /dev/null
            down
        ) </dev/null >/dev/null 2>&1 &
    fi
}

stop() {
    local node="$1" until=$((SECONDS + WAIT_SECONDS))
    running "$node" || return 0
    kill "$(cat "$DIRECTORY/node-$node.process")" 2>/dev/null || return 0
    while running "$node"; do
        if [ "$SECONDS" -ge "$until" ]; then
            kill -9 "$(cat "$DIRECTORY/node-$node.process")"
            die "node $node did not shut down in $WAIT_SECONDS s and was ended"
        fi
        sleep 0.1
    done
}

# The first node last: it begins the cluster the next time, so it must have the newest state.
down() {
    local node
    for ((node = NODES; node >= 1; node--)); do
        stop "$node"
    done
}

status() {
    local node
    for ((node = 1; node <= NODES; node++)); do
        printf 'node %d: %s\n' "$node" "$(client "$node" -e "show status where variable_name in ('wsrep_cluster_size',
            'wsrep_cluster_status', 'wsrep_local_state_comment', 'wsrep_last_committed')" 2>&1 | tr '\t\n' '= ')"
    done
}

main() {
    local command="${1:-help}"
    if [ "$command" = help ]; then
        help
        return
    fi
    [ "$#" -ge 2 ] || die "say which directory; galera.sh help tells how"
    DIRECTORY="$(realpath -m -- "$2")"
    shift 2
    case "$command" in
        up) up "$@" ;;
        down) down ;;
        status) status ;;
        kill) kill -9 "$(cat "$DIRECTORY/node-$1.process")" ;;
        *) die "no command $command; galera.sh help lists them" ;;
    esac
}

main "$@"
