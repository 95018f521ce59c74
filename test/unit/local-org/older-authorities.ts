// Authorities as earlier versions made them, for folders that still have them. Nobody trusts them: their keys are no secret.
import type { KeyPair } from "../../../src/local-org/tls/authority.ts";

interface OlderAuthority {
  /** What encoded it. */
  readonly encoder: string;
  readonly authority: KeyPair;
}

export const olderAuthorities: readonly OlderAuthority[] = [
  {
    encoder: "@peculiar/x509, with names of PrintableString,",
    authority: {
      certificate: `-----BEGIN CERTIFICATE-----
MIICSDCCAe2gAwIBAgIRAMEcitfaBoPLJGFcpuDX/oUwCgYIKoZIzj0EAwIwVDE8
MDoGA1UEAxMzb2t0YS11bmxvY2sgbG9jYWwgb3JnIChkZXZlbG9wbWVudCBvbmx5
KSAyMDI2LTExLTI2MRQwEgYDVQQKEwtva3RhLXVubG9jazAeFw0yNjExMjUxNzM2
NDlaFw0zNjExMjQxNzM2NDlaMFQxPDA6BgNVBAMTM29rdGEtdW5sb2NrIGxvY2Fs
IG9yZyAoZGV2ZWxvcG1lbnQgb25seSkgMjAyNi0xMS0yNjEUMBIGA1UEChMLb2t0
YS11bmxvY2swWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATqDVRSgYTz1ejeD3Dp
9vAxJKpFcKHU4wKjM2Wcj74byxcVcGjbb4s+c+UV+JTwAvWCSsIc/XHjjOZO7LD+
HEa3o4GfMIGcMBIGA1UdEwEB/wQIMAYBAf8CAQAwDgYDVR0PAQH/BAQDAgEGMFcG
A1UdHgEB/wRNMEugSTALgglsb2NhbGhvc3QwCocIfwAAAf////8wIocgAAAAAAAA
AAAAAAAAAAAAAf////////////////////8wCocICgACAv////8wHQYDVR0OBBYE
FOz/Q5tn4cDMP+TN/lMyk8Ka4OBGMAoGCCqGSM49BAMCA0kAMEYCIQCH5JYKQC2V
zJdLKQKOiw2EXFK5CrMqgtostFlHYbDrTwIhAOEXCRNPeq/FEs92pBRlYN2qYGHw
dY5Nm+tIZU5rCvZH
-----END CERTIFICATE-----
`,
      privateKey: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9VvaIlaLsOHz+KlB
q79Dyb/rWZQh0Qhl//X0RFVgjSyhRANCAATqDVRSgYTz1ejeD3Dp9vAxJKpFcKHU
4wKjM2Wcj74byxcVcGjbb4s+c+UV+JTwAvWCSsIc/XHjjOZO7LD+HEa3
-----END PRIVATE KEY-----
`,
    },
  },
  {
    encoder: "our own code, with names of UTF8String,",
    authority: {
      certificate: `-----BEGIN CERTIFICATE-----
MIICRzCCAeygAwIBAgIQd9tL7iZvnhBujU49aOkMQjAKBggqhkjOPQQDAjBUMTww
OgYDVQQDDDNva3RhLXVubG9jayBsb2NhbCBvcmcgKGRldmVsb3BtZW50IG9ubHkp
IDIwMjYtMTEtMjYxFDASBgNVBAoMC29rdGEtdW5sb2NrMB4XDTI2MTEyNTE3Mzcw
MloXDTM2MTEyNDE3MzcwMlowVDE8MDoGA1UEAwwzb2t0YS11bmxvY2sgbG9jYWwg
b3JnIChkZXZlbG9wbWVudCBvbmx5KSAyMDI2LTExLTI2MRQwEgYDVQQKDAtva3Rh
LXVubG9jazBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABK0FyzYEBuNkxdHLK3Ug
k+A1hS/dvAuD/NBb1tuFPlqho8Ztnav/afnYEU9Q3K+K0cMyAFjLYWAZwlYnGnCm
pp6jgZ8wgZwwEgYDVR0TAQH/BAgwBgEB/wIBADAOBgNVHQ8BAf8EBAMCAQYwVwYD
VR0eAQH/BE0wS6BJMAuCCWxvY2FsaG9zdDAKhwh/AAAB/////zAihyAAAAAAAAAA
AAAAAAAAAAAB/////////////////////zAKhwgKAAIC/////zAdBgNVHQ4EFgQU
wh4YS0sTnhxAmXZA9M4IT0wmHZkwCgYIKoZIzj0EAwIDSQAwRgIhAMZy7V6qZ1eU
t1K4b4dA7pU6KfryDsUsPX5+5n48V78gAiEAzaCYELabo1Rjw5Sg3lxhmwgksZ3E
S58hH5yPJJHa29M=
-----END CERTIFICATE-----
`,
      privateKey: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglcGjen560R5M/qpX
hkE1xAycNmRrRcbw49LpbbwQphChRANCAAStBcs2BAbjZMXRyyt1IJPgNYUv3bwL
g/zQW9bbhT5aoaPGbZ2r/2n52BFPUNyvitHDMgBYy2FgGcJWJxpwpqae
-----END PRIVATE KEY-----
`,
    },
  },
];
