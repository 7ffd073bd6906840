// How one signs in to the demo data: said here, to the seed and at every start.
export const DEMO = { email: 'demo@ratebook.example', password: 'ratebook-demo' };
