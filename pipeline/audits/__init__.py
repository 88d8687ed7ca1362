"""The audit: one family of rules a file, each rule one function over tables of facts."""
