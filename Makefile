.DEFAULT_GOAL := help
.PHONY: help run demo test soak bench fmt

help: ## this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+): .*## */  make \1\t/' | expand -t 16

run: ## start the server and its recorder: http://127.0.0.1:8080, data in ./data; Ctrl+C stops both
	@./hansard up

demo: ## a scripted conversation in a temporary folder, recorded, killed, restarted, compared
	@./hansard demo

test: ## install what the tests need, build, run everything; the last line is "N passed, N failed"
	@build/install
	@build/test

soak: ## the same tests at full size: hundreds of kills, thousands of scripts (long)
	@build/install
	@HANSARD_SOAK=1 build/test

bench: ## measure: messages per second, latencies, memory; results as JSON in bench/
	@bench/run

fmt: ## format every source file
	@dotnet format Hansard.slnx
