package dev.sextant.conflict.message;

/**
 * Anything that travels between nodes. Every message may be lost, delayed, repeated and overtaken; messages sent together to
 * one receiver arrive together and in order, or not at all.
 */
public sealed interface Message permits SegmentMessage, WriterMessage {}
