use serde_json::{Value, json};

use crate::world::{World, ada, grace, id_of, owner, rival, student};

#[tokio::test]
async fn answers_are_for_those_who_may_change_the_quiz() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    let lesson = world.lesson(&ada(), &course, "one").await;
    let quiz = world.quiz(&ada(), &course, Some(&lesson)).await;
    let shown = world.get(&ada(), &format!("{course}/lessons/{lesson}")).await.body;
    assert_eq!(shown["quiz_id"], id_of(&quiz), "the lesson ends with it");
    for caller in [ada(), owner()] {
        let shown = world.get(&caller, &quiz).await.with(200).body;
        assert_eq!(shown["questions"][0]["answer"], 1);
    }
    for caller in [student(), grace()] {
        let shown = world.get(&caller, &quiz).await.with(200).body;
        assert_eq!(shown["questions"][0]["text"], "2 + 2?");
        assert!(!shown.to_string().contains("answer"), "{shown}");
        world.put(&caller, &quiz, json!({ "title": "mine" })).await.with(403);
        world.delete(&caller, &quiz).await.with(403);
    }
    world.get(&rival(), &quiz).await.with(404);
    let changed = world.put(&ada(), &quiz, json!({ "passing_score": 100 })).await.with(200).body;
    assert_eq!(changed["passing_score"], 100);
    world.delete(&ada(), &quiz).await.with(204);
    let shown = world.get(&ada(), &format!("{course}/lessons/{lesson}")).await.body;
    assert_eq!(shown.get("quiz_id"), None, "the lesson has lost it");
}

#[tokio::test]
async fn results_are_marked_here_and_the_best_one_stays() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    let quiz = world.quiz(&ada(), &course, None).await;
    let results = format!("{quiz}/results");
    let marked = |answers: Value| {
        let (world, results) = (&world, &results);
        async move {
            let form = json!({ "answers": answers });
            world.post(&student(), results, form).await.with(201).body
        }
    };
    let first = marked(json!([1, 1])).await;
    assert_eq!((&first["score"], &first["passed"]), (&json!(50), &json!(false)));
    let second = marked(json!([1, 0])).await;
    assert_eq!((&second["score"], &second["passed"]), (&json!(100), &json!(true)));
    let third = marked(json!([0, 1])).await;
    assert_eq!((&third["score"], &third["best_score"]), (&json!(0), &json!(100)));
    assert_eq!(third["attempts"], 3);
    assert_eq!(third["created_at"], first["created_at"]);
    for wrong in [json!([1]), json!([1, 0, 1]), json!([1, 99]), json!(["1", 0]), json!([])] {
        world.post(&student(), &results, json!({ "answers": wrong })).await.with(400);
    }
    world.post(&rival(), &results, json!({ "answers": [1, 0] })).await.with(404);
    assert_eq!(world.items("quiz-results").len(), 1);
}

#[tokio::test]
async fn a_quiz_has_a_right_choice_for_each_question_and_a_lesson_of_its_course() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    let quizzes = format!("{course}/quizzes");
    let question = json!({ "text": "?", "choices": ["a", "b"], "answer": 2 });
    let form = json!({ "title": "Quiz", "questions": [question] });
    let refused = world.post(&ada(), &quizzes, form).await.with(400);
    assert_eq!(refused.body["error"]["fields"][0]["field"], "questions[0].answer");
    let question = json!({ "text": "?", "choices": ["a", "b"], "answer": 1 });
    let form = json!({ "title": "Quiz", "questions": [question], "lesson_id": id_of(&course) });
    world.post(&ada(), &quizzes, form).await.with(400);
    for wrong in [json!([]), json!([{ "text": "?", "choices": ["a"], "answer": 0 }])] {
        let form = json!({ "title": "Quiz", "questions": wrong });
        world.post(&ada(), &quizzes, form).await.with(400);
    }
    assert!(world.items("quizzes").is_empty());
}
