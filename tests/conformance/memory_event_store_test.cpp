// The store that other tests use keeps to the same rules.
#include "support/memory_event_store.hpp"
#include "entity_suite.hpp"
#include "event_removal_suite.hpp"

namespace footfall::test {

namespace {

struct memory_engine {
  std::shared_ptr<memory_file> file = std::make_shared<memory_file>();

  [[nodiscard]] result<std::unique_ptr<store::event_store>> open() const {
    return std::unique_ptr<store::event_store>(std::make_unique<memory_event_store>(file));
  }
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(memory, event_store_suite, memory_engine);
INSTANTIATE_TYPED_TEST_SUITE_P(memory, event_removal_suite, memory_engine);
INSTANTIATE_TYPED_TEST_SUITE_P(memory, entity_suite, memory_engine);

}  // namespace footfall::test
