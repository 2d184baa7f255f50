package dev.sextant.replication.runtime.console;

/**
 * Why a request is not answered.
 *
 * @param status of HTTP
 * @param why in whole sentences; nothing of the request is in it
 */
record Refusal(int status, String why) {}
