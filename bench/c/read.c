/* Reads what a kernel program wrote, by libbpf, to compare with: `read ring ID COUNT` or `read batch ID ROUNDS`. Prints nanoseconds. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct event {
	unsigned long long sequence, address;
	unsigned int kind, size;
	unsigned long long time;
};
struct traffic {
	unsigned long long packets, bytes;
};

static unsigned long long expected;

static unsigned long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static int take(void *context, void *data, size_t size)
{
	const struct event *event = data;

	if (size != sizeof(*event) || event->sequence != expected) {
		fprintf(stderr, "event %llu is not event %llu\n", event->sequence, expected);
		exit(1);
	}
	expected++;
	return 0;
}

static int read_ring(int fd, unsigned long long count)
{
	struct ring_buffer *ring = ring_buffer__new(fd, take, NULL, NULL);
	unsigned long long start;

	if (!ring)
		return 1;
	puts("ready");
	fflush(stdout);
	start = now();
	while (expected < count)
		if (ring_buffer__poll(ring, 1000) < 0)
			return 1;
	printf("%llu\n", now() - start);
	ring_buffer__free(ring);
	return 0;
}

static int read_batches(int fd, int rounds)
{
	enum { SIZE = 4096 };
	static unsigned int keys[SIZE];
	static struct traffic values[SIZE];

	for (; rounds > 0; rounds--) {
		unsigned long long start = now(), in, out, sum = 0, entries = 0;
		void *from = NULL;
		int error;

		do {
			unsigned int count = SIZE, i;

			error = bpf_map_lookup_batch(fd, from, &out, keys, values, &count, NULL);
			for (i = 0; i < count; i++)
				sum += keys[i] + values[i].packets + values[i].bytes;
			entries += count;
			in = out;
			from = &in;
		} while (!error);
		printf("%llu %llu %llu\n", now() - start, entries, sum);
	}
	return 0;
}

int main(int argc, char **argv)
{
	int fd;

	if (argc != 4)
		return 2;
	fd = bpf_map_get_fd_by_id(atoi(argv[2]));
	if (fd < 0)
		return 1;
	return strcmp(argv[1], "ring") ? read_batches(fd, atoi(argv[3])) : read_ring(fd, atoll(argv[3]));
}
