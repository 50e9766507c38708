// SIGINT and SIGTERM as a question that a long command asks now and then.
#include "interrupt.hpp"

#include <atomic>

namespace footfall::commands {

namespace {

std::atomic<bool> signalled{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch nothing else");

void remember(int) { signalled.store(true, std::memory_order_relaxed); }

}  // namespace

interrupt::interrupt() {
  signalled = false;
  struct sigaction once {};
  once.sa_handler = remember;
  // After the first signal the default action is back, so that a second one ends the process.
  once.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigaction(SIGINT, &once, &earlier_interrupt_);
  sigaction(SIGTERM, &once, &earlier_terminate_);
}

interrupt::~interrupt() {
  sigaction(SIGINT, &earlier_interrupt_, nullptr);
  sigaction(SIGTERM, &earlier_terminate_, nullptr);
}

bool interrupt::requested() noexcept { return signalled.load(std::memory_order_relaxed); }

}  // namespace footfall::commands
