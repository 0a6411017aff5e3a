"""Notices in the browser (Web Push, RFC 8030), for whoever switches them on in it."""
