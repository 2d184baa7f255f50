package dev.sextant.api;

/**
 * What concurrent transactions may notice of each other.
 *
 * <p>The levels and their anomalies are those of Berenson et al., <i>A Critique of ANSI SQL Isolation Levels</i> (SIGMOD 1995),
 * and of Sovran et al., <i>Transactional storage for geo-replicated systems</i> (SOSP 2011).
 */
public enum IsolationLevel {
    /**
     * All reads come from the state at the beginning; of two transactions that change the same row, the first to commit
     * wins. Write skew is possible. Between writers this is parallel snapshot isolation: two of them may see independent
     * commits in different orders for as long as news travels.
     */
    SNAPSHOT,

    /**
     * As if the transactions had run one after the other: what was read, ranges and absent rows included, is checked at the
     * commit. With {@link ReadConsistency#GLOBAL} also in the order of real time (strict serializability).
     */
    SERIALIZABLE
}
